// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.backpressure.AverageFrameDetector;
import amqp.codec.Message;
import amqp.codec.WireReader;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.codec.method.Methods;
import amqp.frames.FrameEncoder;
import amqp.frames.FrameFormat;
import amqp.frames.FrameType;
import amqp.frames.PublishEncoder;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes frames to the outbound buffer and counts them; the only place that does. */
final class FrameSender {
    private static final int KEPT_WRITER = 1 << 12;

    /** Bodies up to this size stand in one array with the frames before them, even if some room at its end stays unused. */
    private static final int SMALL_BODY = 1 << 10;

    /** Where a frame has the size of its payload, behind type and channel. */
    private static final int SIZE_AT = 3;

    private WireWriter writer = new WireWriter();

    /** Writes to the outbound buffer's own arrays. */
    private final WireWriter inPlace = new WireWriter();

    private final OutboundBuffer outbound;
    private final AverageFrameDetector detector;
    private final Consumer<Event> events;
    private int frameMax = FrameFormat.MIN_FRAME_MAX;
    private boolean muted;
    private boolean lastWordSaid;
    private boolean tellingFrames;

    /** Channel of the acknowledgement that waits for others to join it; 0 when none does. */
    private int ackChannel;

    private long ackTag;
    private boolean ackMultiple;

    FrameSender(OutboundBuffer outbound, AverageFrameDetector detector, Consumer<Event> events) {
        this.outbound = outbound;
        this.detector = detector;
        this.events = events;
    }

    void tellFrames(boolean on) {
        tellingFrames = on;
    }

    int frameMax() {
        return frameMax;
    }

    void frameMax(int negotiated) {
        frameMax = negotiated;
    }

    /** After connection.close nothing but the answer to the peer's own close may follow (specification §1.4.2.9). */
    void mute() {
        muted = true;
    }

    /** Gives memory back that only a burst or a large method needed; to be called when the connection is idle. */
    void trim() {
        outbound.trim();
        if (writer.array().length > KEPT_WRITER) {
            writer = new WireWriter();
        }
    }

    void protocolHeader() {
        byte[] header = FrameFormat.protocolHeader();
        outbound.put(header, 0, header.length);
    }

    void heartbeat() {
        writer.reset();
        FrameEncoder.heartbeat(writer);
        putFrame();
        tell(0, FrameType.HEARTBEAT, null, 0);
    }

    /**
     * @throws IllegalArgumentException when the method cannot be encoded or takes more than a frame; nothing is sent then
     */
    void method(int channel, Method method) {
        flushAcknowledgement();
        encode(channel, method);
        putFrame();
        tell(channel, FrameType.METHOD, method, writer.position() - FrameFormat.OVERHEAD);
    }

    /** Sends a method that answers one of the peer's, or what else the peer brought about. */
    void answer(int channel, Method method) {
        method(channel, method);
        if (!muted) {
            outbound.answered(writer.position());
        }
    }

    /**
     * Sends an acknowledgement after which no older message of the channel is outstanding: with the next frame, or with
     * {@link #flushAcknowledgement}. Until then others may join it, and one multiple acknowledgement goes out for all.
     */
    void acknowledge(int channel, BasicMethod.Ack ack) {
        boolean joins = ackChannel == channel;
        if (!joins) {
            flushAcknowledgement();
        }
        ackChannel = channel;
        ackTag = ack.deliveryTag();
        ackMultiple = joins || ack.multiple();
    }

    /** Nothing is to wait any longer. */
    void flushAcknowledgement() {
        int channel = ackChannel;
        if (channel != 0) {
            ackChannel = 0;
            method(channel, new BasicMethod.Ack(ackTag, ackMultiple));
        }
    }

    /** The answer to the peer's connection.close, and the last word. */
    void closeOk() {
        if (!lastWordSaid) {
            lastWordSaid = true;
            muted = false;
            method(0, new ConnectionMethod.CloseOk());
            mute();
        }
    }

    /** Writes the method and header frames that the encoder has prepared, and the body in as many frames as it takes. */
    void publish(PublishEncoder encoder, int preparedSize, int channel, Message message) {
        flushAcknowledgement();
        long before = outbound.size();
        int most = frameMax - FrameFormat.OVERHEAD;
        boolean small = message.bodySize() <= Math.min(most, SMALL_BODY);
        outbound.reserve(preparedSize + (small ? FrameFormat.OVERHEAD + message.bodySize() : 0));
        encoder.write(outbound.array(), outbound.position());
        if (tellingFrames) {
            tellPrepared(channel, ByteBuffer.wrap(outbound.array()), outbound.position());
        }
        outbound.advance(outbound.position() + preparedSize);
        int frames = small ? smallBody(channel, message) : largeBody(channel, message, most);
        detector.sent(outbound.size() - before, 2 + frames);
    }

    private int smallBody(int channel, Message message) {
        int size = message.bodySize();
        if (size == 0) {
            return 0;
        }
        inPlace.wrap(outbound.array(), outbound.position());
        FrameEncoder.body(inPlace, channel, message.bodyArray(), message.bodyOffset(), size);
        outbound.advance(inPlace.position());
        tell(channel, FrameType.BODY, null, size);
        return 1;
    }

    private int largeBody(int channel, Message message, int most) {
        int frames = 0;
        int end = message.bodyOffset() + message.bodySize();
        for (int left = message.bodySize(); left > 0; left -= Math.min(most, left)) {
            bodyFrame(channel, message.bodyArray(), end - left, Math.min(most, left));
            frames++;
        }
        return frames;
    }

    /** Encodes the method for trial, so that what can't be sent is refused before it is queued. */
    void checkFits(Method method) {
        encode(0, method);
    }

    private void encode(int channel, Method method) {
        writer.reset();
        int size = FrameEncoder.method(writer, channel, method);
        if (size > frameMax) {
            throw new IllegalArgumentException(method.protocolName() + " takes " + size
                    + " bytes, more than the connection's frame-max of " + frameMax
                    + "; make its arguments smaller");
        }
    }

    private void bodyFrame(int channel, byte[] body, int offset, int length) {
        writer.reset();
        FrameEncoder.frameHeader(writer, FrameType.BODY, channel, length);
        outbound.put(writer.array(), 0, writer.position());
        outbound.put(body, offset, length);
        writer.reset();
        FrameEncoder.frameEnd(writer);
        outbound.put(writer.array(), 0, writer.position());
        tell(channel, FrameType.BODY, null, length);
    }

    private void tell(int channel, int type, @Nullable Method method, int payloadBytes) {
        if (tellingFrames && !muted) {
            events.accept(new Event.FramePassed(false, channel, type, method, payloadBytes));
        }
    }

    /** The method and header frames of a publish, which were encoded before and only copied. */
    private void tellPrepared(int channel, ByteBuffer octets, int methodFrame) {
        int methodSize = octets.getInt(methodFrame + SIZE_AT);
        WireReader reader = new WireReader();
        reader.reset(octets, methodFrame + FrameFormat.HEADER_LENGTH, methodSize);
        int classId = reader.shortInt();
        int methodId = reader.shortInt();
        tell(channel, FrameType.METHOD, Methods.decode(classId, methodId, reader), methodSize);
        int headerFrame = methodFrame + FrameFormat.OVERHEAD + methodSize;
        tell(channel, FrameType.HEADER, null, octets.getInt(headerFrame + SIZE_AT));
    }

    private void putFrame() {
        if (!muted) {
            outbound.put(writer.array(), 0, writer.position());
            detector.sent(writer.position(), 1);
        }
    }
}
