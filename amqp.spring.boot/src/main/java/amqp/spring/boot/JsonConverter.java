// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.codec.Message;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON by the application's mapper; octets and text as they are. */
final class JsonConverter implements PayloadConverter {
    private final JsonMapper mapper;
    private final OctetsConverter octets = new OctetsConverter();

    JsonConverter(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Message toMessage(Object payload) {
        if (payload instanceof byte[] || payload instanceof String) return octets.toMessage(payload);
        try {
            return Message.of(mapper.writeValueAsBytes(payload))
                    .contentType("application/json")
                    .persistent();
        } catch (JacksonException e) {
            throw new PayloadConversionException(payload.getClass() + " cannot be written as JSON: " + said(e), e);
        }
    }

    @Override
    public Object fromMessage(Message message, Type type) {
        if (type == byte[].class || type == String.class) return octets.fromMessage(message, type);
        Object payload;
        try {
            payload = mapper.readValue(message.body(), mapper.constructType(type));
        } catch (JacksonException e) {
            throw new PayloadConversionException(
                    "A message cannot be read as " + type.getTypeName() + ": " + said(e), e);
        }
        if (payload == null) throw new PayloadConversionException("A message is null in JSON.", null);
        return payload;
    }

    /** Without the place in the source, which is an array of octets. */
    private static String said(JacksonException thrown) {
        return thrown.getOriginalMessage();
    }
}
