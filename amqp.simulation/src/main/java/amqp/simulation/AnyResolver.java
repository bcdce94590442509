// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.Address;
import amqp.client.AddressResolver;
import java.util.List;

/** Knows some of the addresses, in another order each time; or none, or fails. */
final class AnyResolver implements AddressResolver {
    private final World world;

    AnyResolver(World world) {
        this.world = world;
    }

    @Override
    public List<Address> resolve(List<Address> configured) throws Exception {
        return switch (world.random().nextInt(6)) {
            case 0 -> throw new Planned();
            case 1 -> List.of();
            case 2 -> null;
            default -> configured.subList(world.random().nextInt(configured.size()), configured.size());
        };
    }
}
