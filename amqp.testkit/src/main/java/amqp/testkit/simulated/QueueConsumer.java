// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

/** What basic.consume made; it takes messages as long as prefetch and the socket have room. */
public final class QueueConsumer {
    private final SessionChannel channel;
    private final String tag;
    private final MessageQueue queue;
    private final boolean noAck;
    private final int prefetch;
    int unacked;

    QueueConsumer(SessionChannel channel, String tag, MessageQueue queue, boolean noAck, int prefetch) {
        this.channel = channel;
        this.tag = tag;
        this.queue = queue;
        this.noAck = noAck;
        this.prefetch = prefetch;
    }

    public String tag() {
        return tag;
    }

    public String queue() {
        return queue.name();
    }

    public boolean noAck() {
        return noAck;
    }

    /** Messages that may be unacknowledged, 0 for no bound. */
    public int prefetch() {
        return prefetch;
    }

    MessageQueue from() {
        return queue;
    }

    SessionChannel channel() {
        return channel;
    }

    boolean wantsMore() {
        return (noAck || prefetch == 0 || unacked < prefetch) && channel.hasRoom(noAck);
    }
}
