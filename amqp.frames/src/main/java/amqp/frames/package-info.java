// SPDX-License-Identifier: MPL-2.0

/**
 * Frames of AMQP 0-9-1 (specification 4.2): between a stream of octets and the methods, headers and bodies in it.
 *
 * <p>A frame is a type, a channel number, the length of its payload, the payload, and the octet {@code 0xCE}; see
 * {@link amqp.frames.FrameFormat} and {@link amqp.frames.FrameType}. A method frame holds one method with its arguments.
 * A method that carries content (basic.publish, basic.deliver, basic.return, basic.get-ok) is followed on its channel by
 * one header frame, with the size of the body and the properties, and by as many body frames as the body takes. No frame
 * may be larger than the frame-max that both sides agreed on.
 *
 * <h2>Reading</h2>
 *
 * {@link amqp.frames.FrameDecoder} is given what was received, split in any way, and is pulled for one frame after the
 * other. It shows type, channel and payload where they lie, without a copy. What the payload means is read by {@link
 * amqp.frames.MethodDecoder} and {@link amqp.frames.ContentHeader}; the payload of a body frame is the body's octets. A
 * length is checked against frame-max before memory is taken for it.
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
 * frames of a channel's last publish, since the next one is mostly like it. Neither splits a body into frames, nor
 * decides when octets go out: that belongs to whoever owns the outbound octets.
 *
 * <h2>Errors</h2>
 *
 * Octets of the peer that are no frames give a {@link amqp.codec.WireException} with the reply code to close with. Its
 * subclass {@link amqp.frames.ProtocolHeaderException} says that the peer speaks another version. Arguments of the caller
 * that do not fit give an {@link IllegalArgumentException}, and nothing is written.
 *
 * <h2>Threads</h2>
 *
 * Encoders and decoders hold state and belong to one thread at a time. They do no I/O and read no clock.
 */
@NullMarked
package amqp.frames;

import org.jspecify.annotations.NullMarked;
