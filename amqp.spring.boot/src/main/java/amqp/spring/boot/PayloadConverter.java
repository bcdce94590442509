// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.codec.Message;
import java.lang.reflect.Type;

/**
 * Converts payloads to messages for publishers, and messages to payloads for listeners. A bean of this type replaces
 * the one that is configured by default: octets, text, and JSON where Jackson is there.
 */
public interface PayloadConverter {
    /**
     * Returns the message to be sent.
     *
     * @param payload any object but a {@link Message}, which is sent as it is
     * @throws PayloadConversionException when there is no message for it
     */
    Message toMessage(Object payload);

    /**
     * Returns what a listener takes.
     *
     * @param type of the method's parameter
     * @throws PayloadConversionException when the message is not one of that type; it is not handled again
     */
    Object fromMessage(Message message, Type type);
}
