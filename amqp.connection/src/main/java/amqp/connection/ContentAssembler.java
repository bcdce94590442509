// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.frames.ContentHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Puts one channel's method, header and body frames together (specification §2.3.5.2):
 *
 * <pre>
 *   IDLE ── method with content ──▶ HEADER ── size &gt; 0 ──▶ BODY ── last octet ──▶ IDLE (complete)
 *                                      └───── size 0 ─────────────────────────▶ IDLE (complete)
 * </pre>
 *
 * A body larger than the limit is counted but not kept. Memory is taken as octets come, not as they are announced: for the
 * frame that is coming in, {@value #AT_ONCE} octets of it at most, otherwise at most {@value #GROWTH} times what came. What
 * does not come whole at once is counted against {@link AssemblyBound} until it is.
 */
final class ContentAssembler {
    // No enum: to a collector, storing a reference is dear, and this changes three times a message.
    private static final int IDLE = 0;
    private static final int HEADER = 1;
    private static final int BODY = 2;

    private static final int CLASS_BASIC = 60;
    private static final byte[] EMPTY_BODY = {};
    private static final int GROWTH = 4;

    /** What the rest of a frame may take before it has come: a connection has one unfinished frame at most. */
    private static final int AT_ONCE = 128 << 10;

    private static final int KEPT_PROPERTIES = 1 << 10;

    private final long maxMessageSize;
    private final AssemblyBound bound;
    private int state = IDLE;
    private @Nullable Method method;
    private BasicProperties properties = BasicProperties.EMPTY;
    private byte[] body = EMPTY_BODY;
    private long size;
    private long received;

    /** Of a returned message whose body is not kept; otherwise null. */
    private @Nullable CRC32C skipped;

    /** What is counted against the bound. */
    private long held;

    /** Nobody wants the messages any more: no body is kept. */
    private boolean discarding;

    ContentAssembler(long maxMessageSize, AssemblyBound bound) {
        this.maxMessageSize = maxMessageSize;
        this.bound = bound;
    }

    /** The method of the message that has just been completed. */
    @Nullable
    Method method() {
        return method;
    }

    BasicProperties properties() {
        return properties;
    }

    byte[] body() {
        return body;
    }

    /** The announced size in octets, unsigned. */
    long size() {
        return size;
    }

    /** CRC-32C of the body of a returned message. */
    int bodyHash() {
        CRC32C hash = skipped == null ? new CRC32C() : skipped;
        hash.update(body); // of one that was skipped nothing is here
        return (int) hash.getValue();
    }

    boolean isOversized() {
        return Long.compareUnsigned(size, maxMessageSize) > 0;
    }

    void begin(Method withContent) {
        expectIdle(withContent.protocolName());
        method = withContent;
        state = HEADER;
    }

    /** No method may come between the frames of one message. */
    void expectIdle(String what) {
        if (state != IDLE) {
            throw new ProtocolViolation(
                    ReplyCode.UNEXPECTED_FRAME, what + " within the content of " + method.protocolName());
        }
    }

    /** Returns true when the message is complete with it. */
    boolean header(ContentHeader header) {
        if (state != HEADER) {
            throw new ProtocolViolation(ReplyCode.UNEXPECTED_FRAME, "content header where none is expected");
        }
        if (header.classId() != CLASS_BASIC) {
            throw new ProtocolViolation(ReplyCode.UNEXPECTED_FRAME, "content header of class " + header.classId());
        }
        size = header.bodySize();
        received = 0;
        BasicProperties announced = header.properties(properties);
        if (announced != properties) { // to a collector, storing a reference is dear
            properties = announced;
        }
        if (size == 0) {
            state = IDLE;
            return true;
        }
        state = BODY;
        skipped = isOversized() && method instanceof BasicMethod.Return ? new CRC32C() : null;
        if (properties.encodedSize() > KEPT_PROPERTIES) {
            hold(properties.encodedSize());
        }
        return false;
    }

    /**
     * Takes a body frame, or a part of one.
     *
     * @param partLeft octets of the frame to come, with the one that ends it; 0 when that has come
     * @return true when the message is complete with it
     */
    boolean body(ByteBuffer buffer, int offset, int length, int partLeft) {
        if (state != BODY) {
            throw new ProtocolViolation(ReplyCode.UNEXPECTED_FRAME, "content body where none is expected");
        }
        int announced = length + Math.max(0, partLeft - 1);
        if (Long.compareUnsigned(announced, size - received) > 0) {
            throw new ProtocolViolation(
                    ReplyCode.UNEXPECTED_FRAME,
                    "content body longer than the announced " + Long.toUnsignedString(size) + " bytes");
        }
        if (skipped != null) {
            skipped.update(buffer.slice(offset, length));
        } else if (!isOversized() && !discarding) {
            keep(buffer, offset, length, announced);
        }
        received += length;
        if (received != size || partLeft > 0) {
            return false;
        }
        state = IDLE;
        return true;
    }

    /** Lets go of the message that was handed on; small properties stay, the next message's are often the same. */
    void release() {
        method = null;
        letGo();
    }

    /** Nobody wants what is coming in, nor what is to come: only the order of the frames still counts. */
    void discard() {
        discarding = true;
        letGo();
    }

    private void letGo() {
        body = EMPTY_BODY;
        skipped = null;
        if (properties.encodedSize() > KEPT_PROPERTIES) {
            properties = BasicProperties.EMPTY;
        }
        bound.release(held);
        held = 0;
    }

    private void hold(int octets) {
        bound.hold(octets);
        held += octets;
    }

    private void keep(ByteBuffer buffer, int offset, int length, int announced) {
        if (length == size) {
            body = new byte[length]; // whole at once, and so on its way
        } else if (received + length > body.length) {
            long atOnce = received + Math.min(announced, AT_ONCE);
            int grown = (int) Math.min(size, Math.max(GROWTH * (received + length), atOnce));
            hold(grown - body.length);
            body = Arrays.copyOf(body, grown);
        }
        buffer.get(offset, body, (int) received, length);
    }
}
