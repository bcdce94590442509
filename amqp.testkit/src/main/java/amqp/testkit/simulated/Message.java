// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import amqp.testkit.wire.Content;
import java.util.Map;

/** One copy of a message in one queue, and what became of it. */
public final class Message {
    /** What became of a copy. */
    public enum Fate {
        READY,
        /** Sent to a consumer that has not acknowledged it. */
        UNACKED,
        ACKED,
        /** Sent to somebody who acknowledges nothing. */
        AUTO_ACKED,
        /** Rejected without requeueing. */
        REJECTED,
        PURGED,
        /** Gone with its queue, or in a restart. */
        GONE
    }

    private final Content content;
    private final String queue;
    private final long position;
    boolean redelivered;
    Fate fate = Fate.READY;

    Message(Content content, String queue, long position) {
        this.content = content;
        this.queue = queue;
        this.position = position;
    }

    /** What the publisher called it: the text of its body up to the first space. */
    public String id() {
        return id(content);
    }

    static String id(Content content) {
        var text = content.text();
        var end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }

    public String queue() {
        return queue;
    }

    public Fate fate() {
        return fate;
    }

    long position() {
        return position;
    }

    String exchange() {
        return content.method().text("exchange");
    }

    String routingKey() {
        return content.method().text("routing-key");
    }

    Map<String, Object> properties() {
        return content.properties();
    }

    byte[] body() {
        return content.body();
    }

    boolean persistent() {
        return Long.valueOf(2).equals(properties().get("delivery-mode"));
    }

    @Override
    public String toString() {
        return id() + " in " + queue + ": " + fate;
    }
}
