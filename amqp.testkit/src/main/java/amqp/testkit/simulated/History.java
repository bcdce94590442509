// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a broker took and sent, in order, over restarts, for the checks at the end. */
public final class History {
    private final List<Taken> taken = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, List<Message>> copies = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private int channels;
    private final List<String> violations = new ArrayList<>();

    /**
     * A message that came whole and was not refused.
     *
     * @param channel number of the opening of the channel, from 1; none is used twice
     * @param queues how many queues it was routed to
     */
    public record Taken(String id, int channel, int queues) {}

    /**
     * A message that was delivered.
     *
     * @param stamp number of the delivery, from 1; consumers find it in the property app-id
     * @param opening number of the opening of the channel
     */
    public record Sent(
            long stamp, int session, int channel, int opening, String consumerTag, String id, boolean noAck) {}

    /** Numbers a channel that is opened. */
    int opened() {
        return ++channels;
    }

    void took(String id, int channel, int queues) {
        taken.add(new Taken(id, channel, queues));
    }

    void refused(String id) {
        refused.add(id);
    }

    void copied(Message copy) {
        copies.computeIfAbsent(copy.id(), any -> new ArrayList<>()).add(copy);
    }

    /** Gives the stamp of the delivery. */
    long sent(int session, int channel, int opening, String consumerTag, Message message, boolean noAck) {
        var stamp = sent.size() + 1L;
        sent.add(new Sent(stamp, session, channel, opening, consumerTag, message.id(), noAck));
        return stamp;
    }

    void violation(String text) {
        violations.add(text);
    }

    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Every copy of a message that a queue got, several of one queue when it was published several times. */
    public List<Message> copies(String id) {
        return List.copyOf(copies.getOrDefault(id, List.of()));
    }

    /** Whether it was answered by a nack at least once, and not taken then. */
    public boolean wasRefused(String id) {
        return refused.contains(id);
    }

    /** What clients did against the rules. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Whether clients did anything against the rules. */
    public boolean isClean() {
        return violations.isEmpty();
    }
}
