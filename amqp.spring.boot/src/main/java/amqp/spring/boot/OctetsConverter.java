// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.codec.Message;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Octets and text, in UTF-8, and nothing else. */
final class OctetsConverter implements PayloadConverter {
    @Override
    public Message toMessage(Object payload) {
        if (payload instanceof byte[] octets) {
            return Message.of(octets).contentType("application/octet-stream").persistent();
        }
        if (payload instanceof String text) {
            return Message.of(text)
                    .contentType("text/plain")
                    .contentEncoding("UTF-8")
                    .persistent();
        }
        throw unknown(payload.getClass(), "a message");
    }

    @Override
    public Object fromMessage(Message message, Type type) {
        if (type == byte[].class) return message.body();
        if (type == String.class) return new String(message.body(), StandardCharsets.UTF_8);
        throw unknown("A message", type.getTypeName());
    }

    private static PayloadConversionException unknown(Object what, String target) {
        return new PayloadConversionException(
                what + " cannot be made " + target + ": without Jackson (spring-boot-starter-jackson) only byte[] and"
                        + " String are converted.",
                null);
    }
}
