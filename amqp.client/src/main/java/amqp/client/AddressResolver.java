// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Returns the addresses of the brokers, for brokers whose addresses may change. Called before the first attempt to
 * connect, and after each loss and each round of attempts that failed, on a thread of the SDK that may block.
 */
@FunctionalInterface
public interface AddressResolver {
    /** Gives the addresses as they were configured. */
    AddressResolver CONFIGURED = configured -> configured;

    /**
     * Returns the addresses to try from now on.
     *
     * @param configured those of {@link ConnectionOptions#addresses}
     * @return at least one
     * @throws Exception when they cannot be found; the addresses before stay
     */
    List<Address> resolve(List<Address> configured) throws Exception;

    /**
     * Returns a resolver that makes an address of each address record (A or AAAA) of each host, so that all brokers
     * behind one name are tried. With TLS, give the name that their certificates bear by
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
