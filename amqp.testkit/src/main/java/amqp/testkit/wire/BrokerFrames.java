// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes any frame, for either side and also wrong ones, as an array of octets. Written from the specification without
 * any of the product's code, so that it can be used to prove that code.
 */
public final class BrokerFrames {
    private static final int BASIC = 60;

    private BrokerFrames() {}

    /** {@code AMQP} and four octets; for 0-9-1 they are 0, 0, 9, 1. */
    public static byte[] protocolHeader(int id, int major, int minor, int revision) {
        return new byte[] {'A', 'M', 'Q', 'P', (byte) id, (byte) major, (byte) minor, (byte) revision};
    }

    /** A method from raw arguments, known to the specification or not. */
    public static MethodBuilder method(int channel, int classId, int methodId) {
        return new MethodBuilder(channel, classId, methodId);
    }

    /**
     * A method from its name, such as "basic.deliver", and one value for each argument that is not reserved, in the order
     * of the specification: {@code String}, any {@code Number}, {@code Boolean}, {@code Map}; a string may also be {@code
     * byte[]}. For the values inside tables see {@link WireFrame.Method}; {@code Instant} becomes T.
     */
    public static byte[] method(int channel, String name, Object... values) {
        var spec = MethodSpec.of(name);
        var builder = method(channel, spec.classId(), spec.methodId());
        spec.write(builder, values);
        return builder.frame();
    }

    /** Content header of class basic; property names and values as in {@link WireFrame.Header}. */
    public static byte[] header(int channel, long bodySize, Map<String, ?> properties) {
        var payload = new OctetWriter();
        payload.shortInt(BASIC);
        payload.shortInt(0);
        payload.longLong(bodySize);
        Properties.write(payload, properties);
        return frame(FrameParser.HEADER, channel, payload.octets());
    }

    public static byte[] body(int channel, byte[] octets) {
        return frame(FrameParser.BODY, channel, octets);
    }

    public static byte[] heartbeat() {
        return frame(FrameParser.HEARTBEAT, 0, new byte[0]);
    }

    /** Header and as many body frames as a frame-max needs (0: no limit), to follow a method that has content. */
    public static byte[] content(int channel, Map<String, ?> properties, byte[] body, long frameMax) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(header(channel, body.length, properties));
        var step = frameMax == 0 ? Math.max(body.length, 1) : (int) Math.min(frameMax - 8, Integer.MAX_VALUE);
        for (var from = 0; from < body.length; from += step) {
            out.writeBytes(body(channel, Arrays.copyOfRange(body, from, Math.min(body.length - from, step) + from)));
        }
        return out.toByteArray();
    }

    /** Any type octet and any payload between a right length and a right end octet. */
    public static byte[] frame(int type, int channel, byte[] payload) {
        var out = new OctetWriter();
        out.octet(type);
        out.shortInt(channel);
        out.longInt(payload.length);
        out.raw(payload);
        out.octet(FrameParser.END);
        return out.octets();
    }

    /** The same frame with {@code A} in place of its end octet. */
    public static byte[] withBadEnd(byte[] frame) {
        var bad = frame.clone();
        bad[bad.length - 1] = 'A';
        return bad;
    }

    public static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
