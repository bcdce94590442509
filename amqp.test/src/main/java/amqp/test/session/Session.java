// SPDX-License-Identifier: MPL-2.0
package amqp.test.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.WireWriter;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.frames.ContentHeader;
import amqp.frames.FrameDecoder;
import amqp.frames.FrameEncoder;
import amqp.frames.FrameFormat;
import amqp.frames.FrameType;
import amqp.frames.MethodDecoder;
import amqp.test.model.Broker;
import amqp.test.model.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as the broker sees it: bytes go in, bytes to be sent come out. No I/O, thread or clock. For the broker's
 * thread.
 *
 * <pre>
 *   greeting ── start ──▶ starting ── tune ──▶ tuning ── open-ok ──▶ open ── close ──▶ closing ──▶ over
 * </pre>
 */
public final class Session {
    private static final int FRAME_MAX = 128 * 1024;
    private static final int CHANNEL_MAX = 2047;

    private enum State {
        GREETING,
        STARTING,
        TUNING,
        OPEN,
        /** The broker has sent connection.close. */
        CLOSING,
        OVER
    }

    private final Broker broker;
    private final Users users;
    private final Faults faults;
    private final String virtualHost;
    private final Owner owner;
    private final FrameDecoder decoder = new FrameDecoder(FRAME_MAX);
    private final MethodDecoder methods = new MethodDecoder();
    private final ContentHeader contentHeader = new ContentHeader();
    private final Map<Integer, SessionChannel> channels = new TreeMap<>();
    private final Deque<byte[]> outbound = new ArrayDeque<>();
    private final ByteBuffer greeting = ByteBuffer.allocate(FrameFormat.protocolHeader().length);
    private State state = State.GREETING;
    private int frameMax = FRAME_MAX;
    private int heartbeatSeconds;
    private String user = "";

    /** Who is told what the session wants, on the broker's thread. */
    public interface Owner {
        /** There is something to send. */
        void readable();

        /**
         * A heartbeat is agreed on.
         *
         * @param seconds 0 for none
         */
        void tuned(int seconds);
    }

    /**
     * @param heartbeat what the broker proposes; zero for none
     * @param virtualHost the only one that there is
     */
    public Session(Broker broker, Users users, Faults faults, Duration heartbeat, String virtualHost, Owner owner) {
        this.broker = broker;
        this.users = users;
        this.faults = faults;
        this.heartbeatSeconds = (int) heartbeat.toSeconds();
        this.virtualHost = virtualHost;
        this.owner = owner;
    }

    // ---- for the transport ----

    /** Takes bytes of the client, and does what the frames in them ask for. */
    public void receive(ByteBuffer bytes) {
        try {
            if (greeting.hasRemaining() && !greeted(bytes)) {
                return;
            }
            while (state != State.OVER && decoder.next(bytes)) {
                accept();
            }
        } catch (Refusal refusal) {
            close(refusal.code(), refusal.getMessage(), 0);
        } catch (WireException malformed) {
            close(malformed.replyCode(), malformed.getMessage(), 0);
        }
        bytes.position(bytes.limit());
        broker.dispatch();
    }

    private boolean greeted(ByteBuffer bytes) {
        while (greeting.hasRemaining() && bytes.hasRemaining()) {
            greeting.put(bytes.get());
        }
        if (greeting.hasRemaining()) {
            return false;
        }
        if (!Arrays.equals(greeting.array(), FrameFormat.protocolHeader())) {
            outbound.add(FrameFormat.protocolHeader());
            over();
            return false;
        }
        send(0, new ConnectionMethod.Start(0, 9, SERVER_PROPERTIES, "PLAIN", "en_US"));
        state = State.STARTING;
        return true;
    }

    private static final FieldTable SERVER_PROPERTIES = FieldTable.of(Map.of(
            "product", "AMQP SDK test broker",
            "version", "4.0.0",
            "capabilities",
                    FieldTable.of(Map.of(
                            "publisher_confirms", true,
                            "exchange_exchange_bindings", true,
                            "basic.nack", true,
                            "consumer_cancel_notify", true,
                            "connection.blocked", true,
                            "authentication_failure_close", true,
                            "per_consumer_qos", true))));

    /** Takes the next bytes to be sent; null when there are none. */
    public byte @Nullable [] poll() {
        return outbound.poll();
    }

    /** Returns whether the broker ends the connection once all is sent. */
    public boolean isOver() {
        return state == State.OVER && outbound.isEmpty();
    }

    /** The transport is gone. */
    public void lost() {
        if (state != State.OVER) {
            over();
        }
    }

    // ---- what tests ask for ----

    /** Sends connection.close. */
    public void close(int code, String text) {
        close(code, text, 0);
    }

    /** Sends channel.close on each open channel. */
    public void closeChannels(int code, String text) {
        List.copyOf(channels.values()).forEach(channel -> channel.close(code, text, 0));
    }

    /** Sends connection.blocked. */
    public void block(String reason) {
        if (state == State.OPEN) {
            send(0, new ConnectionMethod.Blocked(reason));
        }
    }

    /** Sends connection.unblocked. */
    public void unblock() {
        if (state == State.OPEN) {
            send(0, new ConnectionMethod.Unblocked());
        }
    }

    /** Sends a heartbeat, where the connection has agreed on them. */
    public void heartbeat() {
        if (state == State.OPEN && heartbeatSeconds > 0) {
            WireWriter frame = new WireWriter();
            FrameEncoder.heartbeat(frame);
            put(frame);
        }
    }

    // ---- frames ----

    private void accept() {
        if (state == State.CLOSING && !isCloseOk()) {
            return;
        }
        switch (decoder.type()) {
            case FrameType.METHOD -> method(decoder.channel(), decodeMethod());
            case FrameType.HEADER -> {
                ContentHeader header =
                        contentHeader.read(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
                BasicProperties properties = header.properties(BasicProperties.EMPTY);
                channel(decoder.channel()).header(properties, header.bodySize());
            }
            case FrameType.BODY -> {
                byte[] part = new byte[decoder.payloadLength()];
                decoder.buffer().get(decoder.payloadOffset(), part);
                channel(decoder.channel()).body(part);
            }
            default -> {}
        }
    }

    private boolean isCloseOk() {
        return decoder.type() == FrameType.METHOD && decodeMethod() instanceof ConnectionMethod.CloseOk;
    }

    private Method decodeMethod() {
        return methods.decode(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
    }

    private void method(int number, Method method) {
        if (number == 0) {
            own((ConnectionMethod) method);
        } else if (method instanceof ChannelMethod.Open) {
            if (channels.containsKey(number)) {
                throw Refusal.ofConnection(ReplyCode.CHANNEL_ERROR, "second 'channel.open' seen");
            }
            channels.put(number, new SessionChannel(this, broker, users, faults, number));
            send(number, new ChannelMethod.OpenOk());
        } else {
            channel(number).method(method);
        }
    }

    private SessionChannel channel(int number) {
        SessionChannel channel = channels.get(number);
        if (channel == null) {
            throw Refusal.ofConnection(ReplyCode.CHANNEL_ERROR, "expected 'channel.open'");
        }
        return channel;
    }

    private void own(ConnectionMethod method) {
        if (method instanceof ConnectionMethod.StartOk startOk) {
            login(startOk);
        } else if (method instanceof ConnectionMethod.TuneOk tuneOk) {
            frameMax = tuneOk.frameMax() == 0 ? FRAME_MAX : (int) tuneOk.frameMax();
            heartbeatSeconds = tuneOk.heartbeat();
            owner.tuned(heartbeatSeconds);
        } else if (method instanceof ConnectionMethod.Open open) {
            if (!open.virtualHost().equals(virtualHost)) {
                throw Refusal.ofConnection(ReplyCode.NOT_ALLOWED, "vhost " + open.virtualHost() + " not found");
            }
            state = State.OPEN;
            send(0, new ConnectionMethod.OpenOk());
        } else if (method instanceof ConnectionMethod.UpdateSecret) {
            send(0, new ConnectionMethod.UpdateSecretOk());
        } else if (method instanceof ConnectionMethod.Close) {
            send(0, new ConnectionMethod.CloseOk());
            over();
        } else if (method instanceof ConnectionMethod.CloseOk) {
            over();
        }
    }

    private void login(ConnectionMethod.StartOk startOk) {
        String found = startOk.mechanism().equals("PLAIN") ? users.login(new String(startOk.response(), UTF_8)) : null;
        if (found == null) {
            throw Refusal.ofConnection(
                    ReplyCode.ACCESS_REFUSED,
                    "Login was refused using authentication mechanism " + startOk.mechanism());
        }
        user = found;
        state = State.TUNING;
        send(0, new ConnectionMethod.Tune(CHANNEL_MAX, FRAME_MAX, heartbeatSeconds));
    }

    private void close(int code, String text, int methodId) {
        if (state != State.CLOSING && state != State.OVER) {
            send(0, new ConnectionMethod.Close(code, text, methodId >>> 16, methodId & 0xffff));
            end();
            state = State.CLOSING;
        }
    }

    private void over() {
        end();
        state = State.OVER;
        owner.readable();
    }

    private void end() {
        List.copyOf(channels.values()).forEach(SessionChannel::end);
        channels.clear();
        broker.ended(this);
    }

    // ---- for its channels ----

    String user() {
        return user;
    }

    void closed(SessionChannel channel) {
        channels.remove(channel.number());
    }

    void refused(Refusal refusal, int methodId) {
        close(refusal.code(), refusal.getMessage(), methodId);
    }

    void send(int channel, Method method) {
        WireWriter frame = new WireWriter();
        FrameEncoder.method(frame, channel, method);
        put(frame);
    }

    void send(int channel, Method method, Message message) {
        WireWriter frames = new WireWriter();
        FrameEncoder.method(frames, channel, method);
        FrameEncoder.header(frames, channel, message.bodySize(), message.properties());
        byte[] body = message.body();
        int most = frameMax - FrameFormat.OVERHEAD;
        for (int from = 0; from < body.length; from += most) {
            FrameEncoder.body(frames, channel, body, from, Math.min(most, body.length - from));
        }
        put(frames);
    }

    private void put(WireWriter frames) {
        outbound.add(frames.toByteArray());
        owner.readable();
    }
}
