// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Octets of one direction, in any split, to frames. Only the very first octets may be a protocol header. After an
 * exception the parser is of no further use. One thread at a time.
 */
public final class FrameParser {
    public static final int METHOD = 1;
    public static final int HEADER = 2;
    public static final int BODY = 3;
    public static final int HEARTBEAT = 8;
    public static final int END = 0xce;

    private static final int PREFIX = 7;
    private static final int PROTOCOL_HEADER = 8;

    private byte[] kept = new byte[256];
    private int length;
    private boolean first = true;
    private long frameMax;

    /** Frames of more octets, counted whole, are refused from the next frame on; 0 means no limit. */
    public void frameMax(long octets) {
        frameMax = octets;
    }

    /**
     * Takes all octets and hands over every frame that they complete.
     *
     * @throws MalformedFrameException at the first octet sequence that is no frame; the frames before it were handed over
     */
    public void feed(ByteBuffer octets, Consumer<WireFrame> frames) {
        while (octets.hasRemaining()) {
            var wanted = wanted();
            var taken = (int) Math.min(octets.remaining(), wanted - length);
            if (length + taken > kept.length) kept = Arrays.copyOf(kept, Math.max(length + taken, 2 * kept.length));
            octets.get(kept, length, taken);
            length += taken;
            if (length == wanted && length == wanted()) {
                var frame = frame();
                length = 0;
                first = false;
                frames.accept(frame);
            }
        }
    }

    /** Octets that belong to a frame which is not complete yet. */
    public int pending() {
        return length;
    }

    /** How many octets are needed before more can be said: the prefix, then the whole. */
    private long wanted() {
        if (length == 0) return 1;
        if (first && kept[0] == 'A') return PROTOCOL_HEADER;
        switch (kept[0]) {
            case METHOD, HEADER, BODY, HEARTBEAT -> {}
            default -> throw new MalformedFrameException("Unknown frame type " + (kept[0] & 0xff) + ".");
        }
        if (length < PREFIX) return PREFIX;
        var payload = new OctetReader(kept, 3, PREFIX).longInt();
        var whole = PREFIX + payload + 1;
        if (frameMax > 0 && whole > frameMax) {
            throw new MalformedFrameException(
                    "A frame of " + whole + " octets is over the frame-max " + frameMax + ".");
        }
        if (whole > Integer.MAX_VALUE - 8) throw new MalformedFrameException("A frame of " + whole + " octets.");
        return whole;
    }

    private WireFrame frame() {
        if (first && kept[0] == 'A') return protocolHeader();
        if ((kept[length - 1] & 0xff) != END) {
            throw new MalformedFrameException("Frame end is " + Integer.toHexString(kept[length - 1] & 0xff)
                    + " instead of ce, frame type " + kept[0] + ", " + length + " octets.");
        }
        var channel = (kept[1] & 0xff) << 8 | kept[2] & 0xff;
        var payload = new OctetReader(kept, PREFIX, length - 1);
        return switch (kept[0]) {
            case METHOD -> method(channel, payload);
            case HEADER -> header(channel, payload);
            case BODY -> new WireFrame.Body(channel, Arrays.copyOfRange(kept, PREFIX, length - 1));
            default -> heartbeat(channel, payload);
        };
    }

    private WireFrame protocolHeader() {
        if (kept[1] != 'M' || kept[2] != 'Q' || kept[3] != 'P') {
            throw new MalformedFrameException("Neither a frame nor a protocol header.");
        }
        return new WireFrame.ProtocolHeader(kept[4], kept[5], kept[6], kept[7]);
    }

    private static WireFrame method(int channel, OctetReader payload) {
        var spec = MethodSpec.of(payload.shortInt(), payload.shortInt());
        var arguments = spec.read(payload);
        if (payload.remaining() > 0) {
            throw new MalformedFrameException(payload.remaining() + " octets too many in " + spec.name() + ".");
        }
        return new WireFrame.Method(channel, spec, arguments);
    }

    private static WireFrame header(int channel, OctetReader payload) {
        var classId = payload.shortInt();
        if (payload.shortInt() != 0) throw new MalformedFrameException("The weight of a content header must be 0.");
        var bodySize = payload.longLong();
        // What follows the properties is padding, which some peers send.
        return new WireFrame.Header(channel, classId, bodySize, Properties.read(payload));
    }

    private static WireFrame heartbeat(int channel, OctetReader payload) {
        if (channel != 0 || payload.remaining() > 0) {
            throw new MalformedFrameException("A heartbeat has channel 0 and no payload.");
        }
        return new WireFrame.Heartbeat(0);
    }
}
