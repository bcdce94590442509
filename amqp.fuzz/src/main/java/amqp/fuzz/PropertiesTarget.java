// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.WireException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Any octets as the properties of a message: what can be read can be written, in no more octets, and is the same again. */
final class PropertiesTarget {
    private static final int FLAGS = 2;

    private PropertiesTarget() {}

    static void run(byte[] octets) {
        if (octets.length < FLAGS) {
            return;
        }
        BasicProperties properties = BasicProperties.ofOctets(octets);
        properties.toString();
        Conversation.check(
                properties.matches(ByteBuffer.wrap(octets), 0, octets.length) || properties == BasicProperties.EMPTY,
                "they do not match what they were made of");
        BasicProperties again;
        try {
            again = properties.toBuilder().build();
        } catch (WireException malformed) {
            return;
        }
        Conversation.check(again.encodedSize() <= octets.length, "they have become longer: " + properties);
        Conversation.check(values(again).equals(values(properties)), "others: " + again + " instead of " + properties);
        try {
            Message.of(properties, new byte[0]).header("one more", 1).properties();
        } catch (WireException malformedHeaders) {
            // found when they are asked for
        }
    }

    private static List<Object> values(BasicProperties properties) {
        return Arrays.asList(
                properties.contentType(),
                properties.contentEncoding(),
                properties.headers(),
                properties.deliveryMode(),
                properties.priority(),
                properties.correlationId(),
                properties.replyTo(),
                properties.expiration(),
                properties.messageId(),
                properties.timestamp(),
                properties.timestampRaw(),
                properties.type(),
                properties.userId(),
                properties.appId(),
                properties.clusterId());
    }
}
