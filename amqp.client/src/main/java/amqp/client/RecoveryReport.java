// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import java.time.Duration;
import java.util.List;

/**
 * What a recovery brought back, and what it did not.
 *
 * @param address of the broker that the connection is open to now
 * @param rounds of connecting that it took; 0 where only a channel came back
 * @param outage from the loss to now
 * @param items each command that was given again, in order
 * @param republished messages that were published again, or were kept meanwhile and published now
 */
public record RecoveryReport(Address address, int rounds, Duration outage, List<Item> items, long republished) {
    public RecoveryReport {
        items = List.copyOf(items);
    }

    /**
     * One command that was given again.
     *
     * @param channel the number of the channel that it belongs to; 0 for exchanges, queues and bindings
     * @param method as it was given now
     * @param problem why it had no success, in one sentence; empty where it had
     */
    public record Item(int channel, Method method, String problem) {
        public boolean isRestored() {
            return problem.isEmpty();
        }
    }

    /** Whether everything was brought back. */
    public boolean isComplete() {
        return items.stream().allMatch(Item::isRestored);
    }

    /** What was not brought back. */
    public List<Item> missing() {
        return items.stream().filter(item -> !item.isRestored()).toList();
    }
}
