// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.codec.BasicProperties;
import amqp.codec.method.Method;

/** What is in a frame, decoded. */
sealed interface FrameContent {

    /** The first octets of a client, or a broker's refusal. */
    record ProtocolHeader(String version) implements FrameContent {}

    record MethodFrame(Method method) implements FrameContent {}

    /** A method that could not be decoded. */
    record BadMethod(String name) implements FrameContent {}

    /** @param bodySize 64 bits, unsigned */
    record ContentHead(int classId, long bodySize, BasicProperties properties) implements FrameContent {}

    /** A content header that could not be decoded. */
    record BadHead() implements FrameContent {}

    /**
     * @param length of the part of a body that this frame has
     * @param beginning as much of it as is shown
     */
    record BodyPart(int length, byte[] beginning) implements FrameContent {}

    record Heartbeat() implements FrameContent {}

    /**
     * Octets that are no frame, or come after such.
     *
     * @param beginning as much as may be shown
     */
    record Undecoded(byte[] beginning) implements FrameContent {}
}
