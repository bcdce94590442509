// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.frames.ContentHeader;
import amqp.frames.FrameDecoder;
import amqp.frames.FrameFormat;
import amqp.frames.FrameType;
import amqp.frames.MethodDecoder;
import amqp.frames.ProtocolHeaderException;
import java.nio.ByteBuffer;

/**
 * Takes the octets apart and hands each frame to the connection or to its channel. Every fault of the peer, wherever it
 * is found, ends here and becomes a close; the frames behind it are still read, since close-ok may be among them, unless
 * it is no longer known where one ends and the next begins.
 */
final class FrameReceiver {
    private final ConnectionEngine connection;
    private final Lifecycle lifecycle;
    private final ChannelTable channels;
    private final FrameDecoder decoder = new FrameDecoder(FrameFormat.MIN_FRAME_MAX);
    private final MethodDecoder methods = new MethodDecoder();
    private final ContentHeader contentHeader = new ContentHeader();

    private long bytes;
    private long frames;
    private boolean tellingMethods;
    private boolean tellingFrames;

    FrameReceiver(ConnectionEngine connection, Lifecycle lifecycle, ChannelTable channels) {
        this.connection = connection;
        this.lifecycle = lifecycle;
        this.channels = channels;
    }

    void frameMax(int negotiated) {
        decoder.frameMax(negotiated);
    }

    void tellMethods(boolean on) {
        tellingMethods = on;
    }

    void tellFrames(boolean on) {
        tellingFrames = on;
    }

    /** Gives back memory that only a burst needed; to be called when the connection is idle. */
    void trim() {
        decoder.trim();
    }

    /** Octets that came so far. */
    long bytes() {
        return bytes;
    }

    /** Frames that came whole so far. */
    long frames() {
        return frames;
    }

    /** Takes all octets. */
    void receive(ByteBuffer octets, long now) {
        bytes += octets.remaining();
        while (!lifecycle.isDeaf() && next(octets, now)) {
            try {
                receiveFrame(now);
            } catch (Handshake.Refused e) {
                connection.refused(e.getMessage());
            } catch (WireException e) {
                connection.violated(e.replyCode(), e.getMessage(), now);
            }
        }
        octets.position(octets.limit());
    }

    private boolean next(ByteBuffer octets, long now) {
        try {
            return decoder.nextPart(octets);
        } catch (ProtocolHeaderException e) {
            connection.refused(e.getMessage());
        } catch (WireException e) {
            connection.unreadable(e.replyCode(), e.getMessage(), now);
        }
        return false;
    }

    private void receiveFrame(long now) {
        int number = decoder.channel();
        int type = decoder.type();
        boolean whole = decoder.partLeft() == 0;
        frames += whole ? 1 : 0;
        if (tellingFrames && type != FrameType.METHOD && whole) {
            connection.emit(new Event.FramePassed(true, number, type, null, decoder.framePayloadLength()));
        }
        if (type == FrameType.HEARTBEAT) {
            if (number != 0) {
                throw new ProtocolViolation(ReplyCode.FRAME_ERROR, "heartbeat on channel " + number);
            }
        } else if (number == 0 && type == FrameType.METHOD) {
            receiveConnectionMethod(now);
        } else if (lifecycle.is(Lifecycle.State.HANDSHAKE)) {
            throw new ProtocolViolation(
                    ReplyCode.CHANNEL_ERROR, "a frame for channel " + number + " before connection.open-ok");
        } else if (lifecycle.takesChannelFrames()) {
            receiveChannelFrame(type, channel(number), now);
        }
    }

    private void receiveConnectionMethod(long now) {
        Method method = method();
        if (!(method instanceof ConnectionMethod connectionMethod)) {
            throw ProtocolViolation.unexpected(ReplyCode.COMMAND_INVALID, method, "on channel 0");
        }
        connection.received(connectionMethod, now);
    }

    private void receiveChannelFrame(int type, ChannelEngine channel, long now) {
        ByteBuffer buffer = decoder.buffer();
        switch (type) {
            case FrameType.METHOD -> receiveChannelMethod(channel, now);
            case FrameType.HEADER ->
                channel.received(contentHeader.read(buffer, decoder.payloadOffset(), decoder.payloadLength()));
            default -> channel.received(buffer, decoder.payloadOffset(), decoder.payloadLength(), decoder.partLeft());
        }
    }

    private void receiveChannelMethod(ChannelEngine channel, long now) {
        Method method = method();
        if (method instanceof ConnectionMethod) {
            throw ProtocolViolation.unexpected(ReplyCode.COMMAND_INVALID, method, "on channel " + channel.number());
        }
        channel.received(method, now);
    }

    private Method method() {
        Method method = methods.decode(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
        if (tellingFrames) {
            connection.emit(
                    new Event.FramePassed(true, decoder.channel(), FrameType.METHOD, method, decoder.payloadLength()));
        }
        if (tellingMethods) {
            connection.emit(new Event.MethodReceived(channels.find(decoder.channel()), method));
        }
        return method;
    }

    private ChannelEngine channel(int number) {
        ChannelEngine channel = channels.find(number);
        if (channel == null) {
            throw new ProtocolViolation(
                    ReplyCode.CHANNEL_ERROR, "a frame for channel " + number + ", which is not open");
        }
        return channel;
    }
}
