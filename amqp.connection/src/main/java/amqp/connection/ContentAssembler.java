// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.method.Method;
import amqp.frames.ContentHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts one channel's method, header and body frames together (specification §2.3.5.2):
 *
 * <pre>
 *   IDLE ── method with content ──▶ HEADER ── size &gt; 0 ──▶ BODY ── last octet ──▶ IDLE (complete)
 *                                      └───── size 0 ─────────────────────────▶ IDLE (complete)
 * </pre>
 *
 * A body larger than the limit is counted but not kept. Memory for a large body is taken as its octets come, not as
 * they are announced.
 */
final class ContentAssembler {
    // No enum: to a collector, storing a reference is dear, and this changes three times a message.
    private static final int IDLE = 0;
    private static final int HEADER = 1;
    private static final int BODY = 2;

    private static final int CLASS_BASIC = 60;
    private static final byte[] EMPTY_BODY = {};
    private static final int TRUSTED_SIZE = 1 << 20;
    private static final long GROWTH = 16;

    private static final int KEPT_PROPERTIES = 1 << 10;

    private final long maxMessageSize;
    private int state = IDLE;
    private @Nullable Method method;
    private BasicProperties properties = BasicProperties.EMPTY;
    private byte[] body = EMPTY_BODY;
    private long size;
    private long received;

    ContentAssembler(long maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
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
        body = size == 0 || isOversized() ? EMPTY_BODY : new byte[(int) Math.min(size, TRUSTED_SIZE)];
        state = size == 0 ? IDLE : BODY;
        return size == 0;
    }

    /** Returns true when the message is complete with it. */
    boolean body(ByteBuffer buffer, int offset, int length) {
        if (state != BODY) {
            throw new ProtocolViolation(ReplyCode.UNEXPECTED_FRAME, "content body where none is expected");
        }
        if (Long.compareUnsigned(length, size - received) > 0) {
            throw new ProtocolViolation(
                    ReplyCode.UNEXPECTED_FRAME,
                    "content body longer than the announced " + Long.toUnsignedString(size) + " bytes");
        }
        if (!isOversized()) {
            keep(buffer, offset, length);
        }
        received += length;
        if (received != size) {
            return false;
        }
        state = IDLE;
        return true;
    }

    /** Lets go of the message that was handed on; small properties stay, the next message's are often the same. */
    void release() {
        method = null;
        body = EMPTY_BODY;
        if (properties.encodedSize() > KEPT_PROPERTIES) {
            properties = BasicProperties.EMPTY;
        }
    }

    private void keep(ByteBuffer buffer, int offset, int length) {
        int filled = (int) received;
        if (length > body.length - filled) {
            long grown = Math.max(GROWTH * body.length, (long) filled + length);
            body = Arrays.copyOf(body, (int) Math.min(size, grown));
        }
        buffer.get(offset, body, filled, length);
    }
}
