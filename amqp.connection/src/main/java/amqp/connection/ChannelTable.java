// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The channels by number. The lowest free number is given out first, and one is free again only when given back, which
 * is after the close handshake.
 */
final class ChannelTable {
    private static final ChannelEngine[] NONE = {};

    private final BitSet used = new BitSet();
    private @Nullable ChannelEngine[] channels = NONE;
    private int max;

    ChannelTable() {
        used.set(0); // the connection itself
    }

    /** @param highest the negotiated channel-max */
    void max(int highest) {
        max = highest;
    }

    /** The lowest free number; 0 when all are taken. */
    int lowestFree() {
        int number = used.nextClearBit(1);
        return number <= max ? number : 0;
    }

    boolean isFree(int number) {
        return number >= 1 && number <= max && !used.get(number);
    }

    void put(ChannelEngine channel) {
        int number = channel.number();
        if (number >= channels.length) {
            channels = Arrays.copyOf(channels, Math.max(number + 1, channels.length * 2));
        }
        used.set(number);
        channels[number] = channel;
    }

    /** Null when there is no such channel. */
    @Nullable
    ChannelEngine find(int number) {
        return number < channels.length ? channels[number] : null;
    }

    void giveBack(int number) {
        channels[number] = null;
        used.clear(number);
    }

    void forEach(Consumer<ChannelEngine> action) {
        for (ChannelEngine channel : channels) {
            if (channel != null) {
                action.accept(channel);
            }
        }
    }

    boolean anyMatch(Predicate<ChannelEngine> condition) {
        return Arrays.stream(channels).anyMatch(channel -> channel != null && condition.test(channel));
    }

    void clear() {
        channels = NONE;
    }
}
