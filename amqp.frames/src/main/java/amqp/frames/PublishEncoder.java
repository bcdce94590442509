// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the method and header frames of basic.publish, for one channel. It keeps them from one publish to the next:
 * if exchange, routing key, mandatory and properties repeat, a publish is one array copy and the body size. If only the
 * properties are new, it keeps the method frame.
 *
 * <p>It works in two steps, so that the caller can reserve room: {@link #size} prepares, {@link #write} copies what the
 * last {@code size} prepared. For use by one thread at a time.
 */
public final class PublishEncoder {
    /** From the start of a header frame to the body size: frame header, class and weight. */
    private static final int BODY_SIZE_AT = FrameFormat.HEADER_LENGTH + 4;

    /** Octets of a header frame apart from the properties. */
    private static final int HEADER_FRAME_OVERHEAD = FrameFormat.OVERHEAD + ContentHeader.PROPERTIES_AT;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int channel;
    private final WireWriter frames = new WireWriter();

    /** What the method frame in {@code frames} was made of; null where there is none. */
    private BasicMethod.@Nullable Publish method;

    private int methodSize;

    /** What the header frame in {@code frames} was made of; null where there is none. */
    private @Nullable BasicProperties properties;

    private int bodySize;

    /**
     * Creates an encoder.
     *
     * @param channel number of the channel, 1 to 65535
     */
    public PublishEncoder(int channel) {
        this.channel = channel;
    }

    /**
     * Prepares a publish and returns the number of bytes of its method and header frames.
     *
     * @param frameMax bytes of the largest frame that the peer accepts
     * @throws IllegalArgumentException if the exchange or routing key is longer than 255 bytes in UTF-8, or the header
     *     frame would exceed {@code frameMax}; nothing is prepared then
     */
    public int size(String exchange, String routingKey, boolean mandatory, Message message, int frameMax) {
        BasicProperties properties = message.properties();
        if (HEADER_FRAME_OVERHEAD + properties.encodedSize() > frameMax) {
            throw headerTooLarge(properties, frameMax);
        }
        if (!sameMethod(exchange, routingKey, mandatory)) {
            encodeMethod(exchange, routingKey, mandatory);
            encodeHeader(properties);
        } else if (this.properties != properties && !properties.equals(this.properties)) {
            encodeHeader(properties);
        }
        bodySize = message.bodySize();
        return frames.position();
    }

    /** Returns the method that the last {@link #size} prepared; the same object as long as the method repeats. */
    public BasicMethod.Publish method() {
        return method;
    }

    /** Copies the prepared frames into {@code target}, which must have room for them from index {@code at} on. */
    public void write(byte[] target, int at) {
        System.arraycopy(frames.array(), 0, target, at, frames.position());
        // There and not before: a processor that copies what was just written in other pieces has to wait for it.
        LONG.set(target, at + methodSize + BODY_SIZE_AT, (long) bodySize);
    }

    private boolean sameMethod(String exchange, String routingKey, boolean mandatory) {
        return method != null
                && method.mandatory() == mandatory
                && routingKey.equals(method.routingKey())
                && exchange.equals(method.exchange());
    }

    private void encodeMethod(String exchange, String routingKey, boolean mandatory) {
        method = null; // so that nothing half-made is taken for whole, should this fail
        frames.reset();
        var publish = new BasicMethod.Publish(exchange, routingKey, mandatory);
        methodSize = FrameEncoder.method(frames, channel, publish);
        method = publish;
    }

    private void encodeHeader(BasicProperties newProperties) {
        frames.truncate(methodSize);
        FrameEncoder.header(frames, channel, 0, newProperties);
        properties = newProperties;
    }

    private static IllegalArgumentException headerTooLarge(BasicProperties properties, int frameMax) {
        return new IllegalArgumentException("The properties take " + properties.encodedSize()
                + " bytes, but a frame-max of " + frameMax + " leaves room for "
                + (frameMax - HEADER_FRAME_OVERHEAD) + ": shrink the headers, or move them into the body.");
    }
}
