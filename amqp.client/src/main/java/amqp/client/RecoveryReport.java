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
 * @param items each command that was given again, in order; unmodifiable
 * @param republished messages that were published again, or were kept meanwhile and published now
 */
public record RecoveryReport(Address address, int rounds, Duration outage, List<Item> items, long republished) {
    /** Copies the list. */
    public RecoveryReport {
        items = List.copyOf(items);
    }

    /**
     * One command that was given again.
     *
     * @param channel the number of the channel that it belongs to; 0 for exchanges, queues and bindings
     * @param method as it was given now
     * @param problem why it failed, in one sentence; empty when it succeeded
     */
    public record Item(int channel, Method method, String problem) {
        /** Returns whether the command succeeded. */
        public boolean isRestored() {
            return problem.isEmpty();
        }
    }

    /** Returns whether every command succeeded. */
    public boolean isComplete() {
        return items.stream().allMatch(Item::isRestored);
    }

    /** Returns the commands that failed. */
    public List<Item> missing() {
        return items.stream().filter(item -> !item.isRestored()).toList();
    }
}
