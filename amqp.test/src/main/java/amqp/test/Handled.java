// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import org.jspecify.annotations.Nullable;

/** The result of calling a handler with one message. */
public final class Handled {
    /** How the message was acknowledged. */
    public enum Outcome {
        /** {@link amqp.client.Delivery#ack}. */
        ACKNOWLEDGED,
        /** {@link amqp.client.Delivery#nack} with requeue. */
        REQUEUED,
        /** {@link amqp.client.Delivery#nack} without requeue: dropped or dead-lettered. */
        REJECTED,
        /** Not at all, until the timeout. */
        NONE
    }

    private final Outcome outcome;
    private final @Nullable Throwable thrown;

    Handled(Outcome outcome, @Nullable Throwable thrown) {
        this.outcome = outcome;
        this.thrown = thrown;
    }

    /** Returns how the message was acknowledged. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns what the handler threw; null when it returned, or had not returned when it acknowledged. */
    public @Nullable Throwable thrown() {
        return thrown;
    }

    @Override
    public String toString() {
        return thrown == null ? outcome.toString() : outcome + ", and threw " + thrown;
    }
}
