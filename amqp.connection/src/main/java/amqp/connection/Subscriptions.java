// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of one channel, seen twice: the tags that are taken in the order of the program, where a cancel that
 * still waits has already freed its tag, and the consumers that the broker has, whose messages may come.
 */
final class Subscriptions {
    /**
     * @param consumer as given with the basic.consume
     * @param lost its consume timed out: nobody takes its messages
     */
    record Subscription(@Nullable Object consumer, boolean noAck, boolean lost) {}

    private Set<String> taken = Set.of();
    private Map<String, Subscription> active = Map.of();

    /** The last one found, and the very string that it was found by: the decoder gives the same one again. */
    private @Nullable Subscription found;

    private @Nullable String foundBy;

    boolean isTaken(String tag) {
        return taken.contains(tag);
    }

    /** Whether the broker has a consumer of this tag. */
    boolean isActive(String tag) {
        return active.containsKey(tag);
    }

    /** The program gave this method. */
    void given(Method method) {
        if (method instanceof BasicMethod.Consume consume) {
            take(consume.consumerTag());
        } else if (method instanceof BasicMethod.Cancel cancel) {
            free(cancel.consumerTag());
        }
    }

    /** The method was given but never sent, and won't be. */
    void takenBack(Method method) {
        if (method instanceof BasicMethod.Consume consume) {
            free(consume.consumerTag());
        } else if (method instanceof BasicMethod.Cancel cancel && active.containsKey(cancel.consumerTag())) {
            take(cancel.consumerTag());
        }
    }

    /** The broker has this consumer, or will have when it reads what was sent. */
    void begin(String tag, Subscription subscription) {
        if (active.isEmpty()) {
            active = new HashMap<>(4);
        }
        forgetFound();
        active.put(tag, subscription);
    }

    /** The broker gave the tag itself, so that the program could not take it. */
    void beginNamed(String tag, Subscription subscription) {
        take(tag);
        begin(tag, subscription);
    }

    /** Null when there is none. */
    @Nullable
    Subscription find(String tag) {
        if (tag != foundBy) {
            found = active.get(tag);
            foundBy = tag;
        }
        return found;
    }

    /** The consumer has ended by the will of the program. */
    void end(String tag) {
        remove(tag);
    }

    /** The consumer has ended by the will of the broker; null when there is none. */
    @Nullable
    Subscription endedByPeer(String tag) {
        free(tag);
        return remove(tag);
    }

    private @Nullable Subscription remove(String tag) {
        forgetFound();
        return active.isEmpty() ? null : active.remove(tag);
    }

    private void forgetFound() {
        found = null;
        foundBy = null;
    }

    private void take(String tag) {
        if (!tag.isEmpty()) {
            if (taken.isEmpty()) {
                taken = new HashSet<>(4);
            }
            taken.add(tag);
        }
    }

    private void free(String tag) {
        if (!taken.isEmpty()) {
            taken.remove(tag);
        }
    }
}
