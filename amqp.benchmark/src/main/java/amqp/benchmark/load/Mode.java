// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.time.Duration;
import java.util.Locale;

/** What a client is made to do. */
public enum Mode {
    /** Publish and forget; over when the broker has answered a method sent after the last publish. */
    PUBLISH,
    /** The same, {@link #BATCH} messages a call, where the client has such a call. */
    PUBLISH_BATCH,
    /** Publish with at most {@link #WINDOW} messages unconfirmed. */
    CONFIRM,
    /** Consume without acknowledgements. */
    CONSUME,
    /** Consume with a prefetch of {@link #PREFETCH} and a multiple acknowledgement every {@link #ACK_EVERY}. */
    CONSUMEACK,
    /** Publish a message to a queue and get it back, one at a time. */
    ECHO;

    public static final int WINDOW = 1000;
    public static final int BATCH = 100;
    public static final int PREFETCH = 500;
    public static final int ACK_EVERY = 100;

    /** What a slow consumer takes for a message. */
    static final Duration SLOWNESS = Duration.ofMillis(5);

    /** Routing key of messages that no queue is to get. */
    static final String NOWHERE = "nowhere";

    static final String ECHO_QUEUE = "echo";

    public static Mode named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
