// SPDX-License-Identifier: MPL-2.0

/**
 * Frames of AMQP 0-9-1 (specification 4.2): a stream of bytes to the methods, headers and bodies in it, and back.
 *
 * <p>A frame is a type, a channel number, the length of its payload, the payload, and the byte {@code 0xCE}; see
 * {@link amqp.frames.FrameFormat} and {@link amqp.frames.FrameType}. A method frame has one method with its arguments.
 * A method with content (basic.publish, basic.deliver, basic.return, basic.get-ok) is followed on its channel by one
 * header frame, with the size of the body and the properties, and by as many body frames as the body needs. No frame
 * may be larger than the negotiated frame-max.
 *
 * <h2>Reading</h2>
 *
 * {@link amqp.frames.FrameDecoder} is given the received bytes, split in any way, and returns one frame after the
 * other. It shows type, channel and payload in the buffer, without a copy. {@link amqp.frames.MethodDecoder} and
 * {@link amqp.frames.ContentHeader} decode the payload; the payload of a body frame is part of the body. A length is
 * checked against frame-max before memory is allocated for it.
 *
 * <pre>{@code
 * while (decoder.next(input)) {
 *     switch (decoder.type()) {
 *         case FrameType.METHOD ->
 *             method = methods.decode(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
 *         case FrameType.HEADER ->
 *             header.read(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <h2>Writing</h2>
 *
 * {@link amqp.frames.FrameEncoder} writes single frames. {@link amqp.frames.PublishEncoder} keeps the method and header
 * frames of a channel's last publish, since the next one is usually similar. Neither splits a body into frames, nor
 * decides when bytes are sent: the owner of the outbound bytes does that.
 *
 * <h2>Errors</h2>
 *
 * Bytes of the peer that are not frames throw a {@link amqp.codec.WireException} with the reply code to close with. Its
 * subclass {@link amqp.frames.ProtocolHeaderException} says that the peer uses another version. Arguments of the caller
 * that do not fit throw an {@link IllegalArgumentException}, and nothing is written.
 *
 * <h2>Threads</h2>
 *
 * Encoders and decoders have state and belong to one thread at a time. They do no I/O and read no clock.
 */
@NullMarked
package amqp.frames;

import org.jspecify.annotations.NullMarked;
