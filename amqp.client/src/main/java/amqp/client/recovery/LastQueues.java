// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The queue that was declared last on each channel, for which an empty name stands (specification 1.7.2). The broker knows
 * it too, but only of the present connection: after a loss the name must be spelled out, until the next declare on the
 * channel is on its way.
 */
final class LastQueues {
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Integer> unknownToBroker = new HashSet<>();

    void declared(int channel, String queue) {
        names.put(channel, queue);
    }

    /** A queue was declared whose name nobody was told. */
    void declaredUnnamed(int channel) {
        names.remove(channel);
    }

    void declareGoesOut(int channel) {
        unknownToBroker.remove(channel);
    }

    void connectionLost() {
        unknownToBroker.addAll(names.keySet());
    }

    void channelClosed(int channel) {
        names.remove(channel);
        unknownToBroker.remove(channel);
    }

    void renamed(String before, String now) {
        names.replaceAll((channel, name) -> name.equals(before) ? now : name);
    }

    /** The queue that is meant; empty where no queue was declared on the channel. */
    String meant(int channel, String queue) {
        return queue.isEmpty() ? names.getOrDefault(channel, "") : queue;
    }

    /** As {@link #meant}, but empty still where the broker knows by itself. */
    String spelledOut(int channel, String queue) {
        return unknownToBroker.contains(channel) ? meant(channel, queue) : queue;
    }
}
