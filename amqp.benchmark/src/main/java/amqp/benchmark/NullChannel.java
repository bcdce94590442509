// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import java.util.ArrayDeque;

/** What the null broker knows of one channel. */
final class NullChannel {
    final int number;

    boolean confirming;
    long published;
    long confirmed;

    /** Most deliveries without an acknowledgement, of all consumers together; 0 for no bound. */
    int prefetch;

    /** The last delivery tag given, whoever it went to. */
    private long delivered;

    /** How many deliveries need no acknowledgement any more. */
    private long acknowledged;

    /** Consumer tag of the queue "echo"; empty without such a consumer. */
    String echoTag = "";

    /** Whether the frames of content that come now go back. */
    boolean echoing;

    private long echoLeft;

    /** Blasts that wait for the window to open. */
    final ArrayDeque<Blast> stalled = new ArrayDeque<>();

    NullChannel(int number) {
        this.number = number;
    }

    long window() {
        return prefetch == 0 ? Long.MAX_VALUE : acknowledged + prefetch - delivered;
    }

    long nextTag(boolean autoAck) {
        if (autoAck) {
            acknowledged++;
        }
        return ++delivered;
    }

    void acknowledged(long deliveryTag, boolean multiple) {
        if (!multiple) {
            acknowledged++;
        } else {
            acknowledged = deliveryTag == 0 ? delivered : Math.max(acknowledged, deliveryTag);
        }
    }

    void echoBegins(long bodySize) {
        echoLeft = bodySize;
        echoing = bodySize > 0;
    }

    void echoed(int octets) {
        echoLeft -= octets;
        echoing = echoLeft > 0;
    }
}
