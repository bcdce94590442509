// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import java.util.Map;

/**
 * A channel of a {@link LoadConnection}. What is declared on it is declared again when the connection comes back. All
 * methods throw a RuntimeException with a sentence to show when the broker refuses or the channel is closed for good.
 */
public interface LoadChannel {

    /** Declares an exchange that goes with the last queue bound to it. */
    void declareExchange(String name, String type);

    void declareQueue(LoadQueue queue);

    void bind(String queue, String exchange, String routingKey);

    /**
     * Prepares for publishing; called once, before the first publish.
     *
     * @param confirms whether the broker is to confirm each message
     */
    void preparePublishing(boolean confirms, Outcomes outcomes);

    /**
     * Publishes a message if there is room, or if room comes within a tenth of a second.
     *
     * @param body copied before this returns
     * @param sentNanos given back with the outcome
     * @return whether it was published; not while the connection is lost
     */
    boolean publish(Route route, byte[] body, long sentNanos);

    /**
     * Starts a consumer.
     *
     * @param prefetch messages that the broker may send ahead, 0 for no bound
     * @param arguments of basic.consume
     */
    void consume(String queue, int prefetch, boolean autoAck, Map<String, Object> arguments, Deliveries deliveries);

    /**
     * Where messages go to.
     *
     * @param mandatory whether the broker returns what no queue takes
     */
    record Route(String exchange, String routingKey, boolean mandatory, boolean persistent) {}

    /** Told what becomes of messages, on any thread, one call at a time for each channel. */
    interface Outcomes {
        /** The one outcome of a message that was published with confirms. */
        void settled(Outcome outcome, long sentNanos);

        /** No queue took the message. With confirms, {@link #settled} is called as well. */
        void returned();
    }

    /** What became of a message that was published with confirms. */
    enum Outcome {
        CONFIRMED,
        NACKED,

        /** The channel was lost before the broker had said. */
        UNKNOWN
    }

    /** Told what a consumer receives, one call at a time; may block. */
    interface Deliveries {
        void delivered(byte[] body, Acknowledgement acknowledgement);

        /** The broker has cancelled the consumer. */
        void cancelled();
    }

    /** Acknowledges a message; does nothing when the broker has it back. */
    @FunctionalInterface
    interface Acknowledgement {
        /** @param multiple those before it on the channel as well */
        void ack(boolean multiple);
    }
}
