// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.util.Map;

/** Makes one method frame from arguments in their order on the wire, right or wrong. */
public final class MethodBuilder {
    private final int channel;
    private final OctetWriter payload = new OctetWriter();
    private int bits;
    private int bitCount;

    MethodBuilder(int channel, int classId, int methodId) {
        this.channel = channel;
        payload.shortInt(classId);
        payload.shortInt(methodId);
    }

    public MethodBuilder octet(int value) {
        return argument(ArgumentType.OCTET, value);
    }

    public MethodBuilder shortint(int value) {
        return argument(ArgumentType.SHORT, value);
    }

    public MethodBuilder longint(long value) {
        return argument(ArgumentType.LONG, value);
    }

    public MethodBuilder longlong(long value) {
        return argument(ArgumentType.LONGLONG, value);
    }

    public MethodBuilder shortstr(String value) {
        return argument(ArgumentType.SHORTSTR, value);
    }

    public MethodBuilder shortstr(byte[] value) {
        return argument(ArgumentType.SHORTSTR, value);
    }

    public MethodBuilder longstr(String value) {
        return argument(ArgumentType.LONGSTR, value);
    }

    public MethodBuilder longstr(byte[] value) {
        return argument(ArgumentType.LONGSTR, value);
    }

    public MethodBuilder table(Map<String, ?> value) {
        return argument(ArgumentType.TABLE, value);
    }

    /** Bits that stand next to each other, also from several calls, share octets. */
    public MethodBuilder bits(boolean... values) {
        for (var value : values) {
            if (value) bits |= 1 << bitCount;
            if (++bitCount == 8) endBits();
        }
        return this;
    }

    public MethodBuilder raw(byte[] octets) {
        endBits();
        payload.raw(octets);
        return this;
    }

    /** The whole frame, ready to send. */
    public byte[] frame() {
        endBits();
        return BrokerFrames.frame(FrameParser.METHOD, channel, payload.octets());
    }

    MethodBuilder argument(ArgumentType type, Object value) {
        endBits();
        type.write(payload, value);
        return this;
    }

    private void endBits() {
        if (bitCount > 0) payload.octet(bits);
        bits = 0;
        bitCount = 0;
    }
}
