// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import org.jspecify.annotations.Nullable;

/**
 * Called when the handler of one message has returned; created by {@link ClientObserver#handling}. The rules of
 * {@link ClientObserver} apply.
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
