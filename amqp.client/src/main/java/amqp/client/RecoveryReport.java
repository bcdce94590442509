// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.ForeignText;
import amqp.codec.method.Method;
import java.time.Duration;
import java.util.List;

/** The result of a recovery: what was restored and what was not. Immutable. */
public final class RecoveryReport {
    private final Address address;
    private final int rounds;
    private final Duration outage;
    private final List<Item> items;
    private final long republished;

    RecoveryReport(Address address, int rounds, Duration outage, List<Item> items, long republished) {
        this.address = address;
        this.rounds = rounds;
        this.outage = outage;
        this.items = List.copyOf(items);
        this.republished = republished;
    }

    /** One command that the recovery repeated. Immutable. */
    public static final class Item {
        private final int channel;
        private final Method method;
        private final String problem;

        Item(int channel, Method method, String problem) {
            this.channel = channel;
            this.method = method;
            this.problem = problem;
        }

        /** Returns the channel number of the command; 0 for exchanges, queues and bindings. */
        public int channel() {
            return channel;
        }

        /** Returns the command as the recovery sent it. */
        public Method method() {
            return method;
        }

        /** Returns why the command failed, in one sentence; empty if it succeeded. */
        public String problem() {
            return problem;
        }

        /** Returns whether the command succeeded. */
        public boolean isRestored() {
            return problem.isEmpty();
        }

        @Override
        public String toString() {
            return "Item[channel=" + channel + ", method=" + ForeignText.line(method.toString()) + ", problem="
                    + problem + "]";
        }
    }

    /** Returns the address of the broker that the connection is open to now. */
    public Address address() {
        return address;
    }

    /** Returns the number of connection rounds; 0 if only a channel was recovered. */
    public int rounds() {
        return rounds;
    }

    /** Returns the time from the loss to the end of the recovery. */
    public Duration outage() {
        return outage;
    }

    /** Returns each command that was repeated, in order; the list is unmodifiable. */
    public List<Item> items() {
        return items;
    }

    /** Returns the number of messages that were published again, or kept and published after the recovery. */
    public long republished() {
        return republished;
    }

    /** Returns whether every command succeeded. */
    public boolean isComplete() {
        return items.stream().allMatch(Item::isRestored);
    }

    /** Returns the commands that failed. */
    public List<Item> missing() {
        return items.stream().filter(item -> !item.isRestored()).toList();
    }

    @Override
    public String toString() {
        return "RecoveryReport[address=" + address + ", rounds=" + rounds + ", outage=" + outage + ", items=" + items
                + ", republished=" + republished + "]";
    }
}
