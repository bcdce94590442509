// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.WireException;
import amqp.codec.WireWriter;
import amqp.codec.method.Method;
import amqp.frames.MethodDecoder;
import java.nio.ByteBuffer;

/** Any octets as the payload of a method frame: what can be read can be written, in no more octets, and is the same again. */
final class MethodsTarget {
    private MethodsTarget() {}

    static void run(byte[] octets) {
        MethodDecoder decoder = new MethodDecoder();
        Method method;
        try {
            method = decoder.decode(ByteBuffer.wrap(octets), 0, octets.length);
        } catch (WireException malformed) {
            return;
        }
        method.toString();
        method.hashCode();
        byte[] written = written(method);
        Conversation.check(written.length <= octets.length, "it has become longer: " + method);
        Method again = decoder.decode(ByteBuffer.wrap(written), 0, written.length);
        Conversation.check(again.equals(method), "another method: " + again + " instead of " + method);
        // What the decoder remembers makes no difference.
        Method remembered = decoder.decode(ByteBuffer.wrap(octets), 0, octets.length);
        Conversation.check(remembered.equals(method), "another method: " + remembered + " instead of " + method);
    }

    private static byte[] written(Method method) {
        WireWriter out = new WireWriter();
        out.longInt(method.id());
        method.encode(out);
        return out.toByteArray();
    }
}
