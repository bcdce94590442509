// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/**
 * A message was to be acknowledged or rejected that awaits nothing of the kind. The broker would close the channel for
 * it, so nothing was sent and the channel stays usable.
 */
public final class DeliveryTagException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeliveryTagException(String message) {
        super(message);
    }
}
