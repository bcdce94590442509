// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import amqp.codec.WireException;
import amqp.codec.WireReader;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.codec.method.Methods;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the payloads of method frames (specification 4.2.4). Deliveries to one consumer usually differ only in the
 * delivery tag and the redelivered bit: the decoder keeps the bytes of the last one, and compares a similar delivery
 * instead of decoding it. For use by one thread at a time.
 */
public final class MethodDecoder {
    private static final int IDS_LENGTH = 4;

    /** Of the delivery tag and the bits behind it. */
    private static final int VARYING_LENGTH = Long.BYTES + 1;

    private final WireReader reader = new WireReader();

    /** The payload of {@link #last}; its memory is used again. */
    private byte[] octets = {};

    private int length;
    private int tagAt;
    private BasicMethod.@Nullable Deliver last;

    /** Creates a decoder. */
    public MethodDecoder() {}

    /**
     * Decodes the payload of {@code payloadLength} bytes at the absolute index {@code offset}.
     *
     * @throws WireException when there is no such method, or its arguments are incomplete
     */
    public Method decode(ByteBuffer buffer, int offset, int payloadLength) {
        reader.reset(buffer, offset, payloadLength);
        if (payloadLength == length && reader.skipsEqual(octets, 0, tagAt)) {
            long deliveryTag = reader.longLong();
            boolean redelivered = (reader.octet() & 1) != 0;
            if (reader.skipsEqual(octets, tagAt + VARYING_LENGTH, length)) {
                return new BasicMethod.Deliver(
                        last.consumerTag(), deliveryTag, redelivered, last.exchange(), last.routingKey());
            }
        }
        reader.reset(buffer, offset, payloadLength);
        Method method = Methods.decode(reader.shortInt(), reader.shortInt(), reader);
        if (method instanceof BasicMethod.Deliver deliver) {
            remember(deliver, buffer, offset, payloadLength);
        }
        return method;
    }

    private void remember(BasicMethod.Deliver deliver, ByteBuffer buffer, int offset, int payloadLength) {
        if (octets.length < payloadLength) {
            octets = new byte[payloadLength];
        }
        buffer.get(offset, octets, 0, payloadLength);
        length = payloadLength;
        tagAt = IDS_LENGTH + 1 + (octets[IDS_LENGTH] & 0xff);
        last = deliver;
    }
}
