// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where the brokers are now. Asked before the first attempt and after each loss or round of failed attempts, on a
 * thread of the SDK's own that may block. When it fails, the addresses before stay.
 */
@FunctionalInterface
public interface AddressResolver {
    /** The addresses as they were configured. */
    AddressResolver CONFIGURED = configured -> configured;

    /**
     * The addresses to try from now on.
     *
     * @param configured those of {@link ConnectionOptions#addresses}
     * @return at least one
     */
    List<Address> resolve(List<Address> configured) throws Exception;

    /**
     * Each address record (A or AAAA) of each host is an address of its own, so that all brokers behind one name are
     * tried. With TLS, give the name that their certificates bear by
     * {@link amqp.tls.TlsOptions.Builder#serverName}.
     */
    static AddressResolver addressRecords() {
        return configured -> {
            List<Address> all = new ArrayList<>();
            for (Address address : configured) {
                for (InetAddress record : InetAddress.getAllByName(address.host())) {
                    all.add(new Address(record.getHostAddress(), address.port()));
                }
            }
            return all;
        };
    }
}
