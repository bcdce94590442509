// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import org.jspecify.annotations.Nullable;

/**
 * Called when the handler of one message has returned; made by {@link ClientObserver#handling}. The same rules hold as
 * for the methods of {@link ClientObserver}.
 */
@FunctionalInterface
public interface DeliveryObservation {

    /**
     * Called once right after {@link DeliveryHandler#onDelivery}, or the handler of {@link Delivery#observed}, on the
     * same thread.
     *
     * @param thrown what the handler threw; null when it returned normally
     */
    void handled(@Nullable Throwable thrown);
}
