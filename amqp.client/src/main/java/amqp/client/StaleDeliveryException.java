// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/**
 * A message was to be acknowledged or rejected that came before the connection was lost. Nothing was sent: the broker has
 * taken the message back, and delivers it again where its queue still is.
 */
public final class StaleDeliveryException extends AmqpException {
    private static final long serialVersionUID = 1L;

    StaleDeliveryException(String message) {
        super(message);
    }

    @Override
    protected StaleDeliveryException copy() {
        return new StaleDeliveryException(getMessage());
    }
}
