// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.codec.AmqpException;
import org.jspecify.annotations.Nullable;

/** A payload could not be converted to a message, or a message to the payload type of its listener. */
public final class PayloadConversionException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of a converter.
     *
     * @param message what cannot be converted, and into what
     * @param cause null for none
     */
    public PayloadConversionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
