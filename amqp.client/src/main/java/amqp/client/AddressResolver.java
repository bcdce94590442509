// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Returns the addresses of the brokers, if they may change. Called before the first attempt to connect, after each loss
 * and after each round of failed attempts, on a thread of the SDK where it may block.
 */
@FunctionalInterface
public interface AddressResolver {
    /** Returns the configured addresses. */
    AddressResolver CONFIGURED = configured -> configured;

    /**
     * Returns the addresses to try from now on.
     *
     * @param configured those of {@link ConnectionOptions#addresses}
     * @return at least one
     * @throws Exception when they cannot be found; then the configured addresses are tried
     */
    List<Address> resolve(List<Address> configured) throws Exception;

    /**
     * Returns a resolver that looks up all address records (A or AAAA) of each host, so that all brokers behind one
     * name are tried. With TLS, set the name in their certificates with {@link amqp.tls.TlsOptions.Builder#serverName}.
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
