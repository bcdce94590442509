// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.AmqpException;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import amqp.frames.FrameDecoder;
import amqp.frames.FrameType;
import amqp.frames.MethodDecoder;
import amqp.testkit.wire.BrokerFrames;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An engine, the time, and an account of it: whatever the peer sends, each command ends once, each channel and the
 * connection close once, and what is sent are frames of which nothing follows connection.close but its answer.
 */
final class Conversation {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int PROTOCOL_HEADER = 8;
    private static final int LARGEST_FRAME = 1 << 24;
    private static final EngineOptions OPTIONS = EngineOptions.builder()
            .maxMessageSize(100_000)
            .assemblyBound(200_000)
            .build();

    /** What a broker says until the connection is open. */
    private static final byte[] HANDSHAKE = BrokerFrames.concat(
            BrokerFrames.method(0, "connection.start", 0, 9, Map.of("product", "x"), "PLAIN AMQPLAIN", "en_US"),
            BrokerFrames.method(0, "connection.tune", 2047, 131_072, 60),
            BrokerFrames.method(0, "connection.open-ok"));

    private final ConnectionEngine engine = new ConnectionEngine(OPTIONS);
    private final List<ChannelEngine> channels = new ArrayList<>();
    private final Set<Object> outstanding = new HashSet<>();
    private final Set<ChannelEngine> open = new HashSet<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteBuffer target = ByteBuffer.allocate(1 << 14);
    private long now = Long.MAX_VALUE - TIMEOUT.toNanos(); // it wraps
    private int given;
    private int latest;
    private long received;
    private long allocated;
    private boolean closed;
    private boolean finished;

    Conversation() {
        engine.transportConnected(now);
    }

    ConnectionEngine engine() {
        return engine;
    }

    List<ChannelEngine> channels() {
        return channels;
    }

    long now() {
        return now;
    }

    Duration timeout() {
        return TIMEOUT;
    }

    void handshake() {
        receive(HANDSHAKE, HANDSHAKE.length);
    }

    /** In pieces of this size. */
    void receive(byte[] octets, int piece) {
        for (int at = 0; at < octets.length; at += piece) {
            ByteBuffer buffer = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at));
            received += buffer.remaining();
            allocated -= Allocations.soFar();
            engine.receive(buffer, now);
            allocated += Allocations.soFar();
            check(!buffer.hasRemaining(), "octets were left");
            account();
        }
    }

    void openChannel() {
        ChannelEngine channel = engine.openChannel(this, begun(), TIMEOUT, now);
        channels.add(channel);
        open.add(channel);
    }

    /** An attachment for a command that is about to be given. */
    Object begun() {
        latest = ++given;
        outstanding.add(latest);
        return latest;
    }

    /** Gives a command, which may be refused as documented: it has no end then. */
    void command(Runnable command) {
        latest = 0;
        try {
            command.run();
        } catch (AmqpException | IllegalArgumentException | IllegalStateException refusal) {
            outstanding.remove(latest);
        }
        account();
    }

    void advance(Duration time) {
        now += time.toNanos();
        engine.handleTimeout(now);
        account();
    }

    void transmit(int most) {
        target.clear().limit(Math.min(most, target.capacity()));
        engine.transmit(target, now);
        sent.write(target.array(), 0, target.position());
        account();
    }

    /** Fetches all, lets all timeouts pass, cuts the transport and closes the account. */
    void end() {
        fetch();
        advance(TIMEOUT.multipliedBy(2));
        fetch();
        advance(Duration.ofHours(1));
        fetch();
        engine.transportClosed(new EOFException(), now);
        account();
        check(closed && finished, "the end was not told");
        check(outstanding.isEmpty(), "these commands never ended: " + outstanding);
        check(open.isEmpty(), "these channels never ended: " + open.size());
        check(engine.nanosUntilTimeout(now) == Long.MAX_VALUE, "there is a timeout after the end");
        checkSent();
        // Memory for what an engine keeps, and for classes that are loaded meanwhile; and by what came.
        long most = (1 << 20) + 100 * received;
        check(allocated <= most, allocated + " bytes were taken for " + received + " that came");
    }

    private void fetch() {
        do {
            transmit(target.capacity());
        } while (target.position() > 0);
    }

    private void account() {
        for (Event event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
            account(event);
        }
    }

    private void account(Event event) {
        event.toString();
        check(!finished, "an event after the last one: " + event);
        if (event instanceof Event.Replied replied) {
            ended(replied.attachment());
        } else if (event instanceof Event.Sent sentEvent) {
            ended(sentEvent.attachment());
        } else if (event instanceof Event.TimedOut timedOut) {
            ended(timedOut.attachment());
        } else if (event instanceof Event.Failed failed) {
            ended(failed.attachment());
        } else if (event instanceof Event.Got got) {
            ended(got.attachment());
        } else if (event instanceof Event.Settled settled) {
            ended(settled.attachment());
        } else if (event instanceof Event.AllSettled settled) {
            ended(settled.attachment());
        } else if (event instanceof Event.Oversized oversized && oversized.attachment() != null) {
            ended(oversized.attachment());
        } else if (event instanceof Event.ChannelClosed channelClosed) {
            check(open.remove(channelClosed.channel()), "a channel was closed twice");
        } else if (event instanceof Event.ConnectionClosed connectionClosed) {
            connectionClosed.reason().describe();
            check(!closed, "the connection was closed twice");
            closed = true;
        } else if (event instanceof Event.TransportFinished) {
            check(closed, "the transport is finished before the connection is closed");
            finished = true;
        }
    }

    private void ended(Object attachment) {
        check(outstanding.remove(attachment), "this command ended twice: " + attachment);
    }

    private void checkSent() {
        ByteBuffer octets = ByteBuffer.wrap(sent.toByteArray());
        octets.position(
                Math.min(PROTOCOL_HEADER, octets.limit())); // where heartbeats are missed, what waits is dropped
        FrameDecoder frames = new FrameDecoder(LARGEST_FRAME);
        MethodDecoder methods = new MethodDecoder();
        boolean closing = false;
        while (frames.next(octets)) {
            Method method = frames.type() == FrameType.METHOD
                    ? methods.decode(frames.buffer(), frames.payloadOffset(), frames.payloadLength())
                    : null;
            check(!closing || method instanceof ConnectionMethod.CloseOk, "something was sent after connection.close");
            closing |= method instanceof ConnectionMethod.Close || method instanceof ConnectionMethod.CloseOk;
        }
    }

    static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
