// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import amqp.connection.Verdict;
import amqp.credentials.Credentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs the protocol engine on a loop of your own: one thread, one plain SocketChannel, no adapter and no amqp.client.
 *
 * <p>The upper half is the loop, the same for every program; the lower half is what this program does with events.
 */
public final class OwnLoop {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ConnectionEngine engine;
    private final SocketChannel socket;
    private final SelectionKey key;
    private final ByteBuffer inbound = ByteBuffer.allocateDirect(64 << 10);

    /** Between calls of {@link #transmit}: what the socket did not take. */
    private final ByteBuffer outbound = ByteBuffer.allocateDirect(64 << 10).flip();

    private ChannelEngine channel;
    private String received = "";
    private Verdict verdict;
    private CloseReason end;

    private OwnLoop(ConnectionEngine engine, SocketChannel socket, SelectionKey key) {
        this.engine = engine;
        this.socket = socket;
        this.key = key;
    }

    public static void main(String[] args) throws IOException {
        URI uri = URI.create(Arguments.of(args).uri());
        var address = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 5672 : uri.getPort());
        try (Selector selector = Selector.open();
                SocketChannel socket = SocketChannel.open(address)) {
            socket.configureBlocking(false);
            var key = socket.register(selector, SelectionKey.OP_READ);
            new OwnLoop(new ConnectionEngine(options(uri)), socket, key).run();
        }
    }

    // ---- the loop ----

    // tag::loop[]
    /** Fetches until nothing moves, waits for the socket or the time, tells the engine; until it has no more use for it. */
    private void run() throws IOException {
        engine.transportConnected(System.nanoTime());
        while (!engine.isFinished()) {
            takeEvents();
            transmit();
            key.selector().select(millisUntilTimeout());
            key.selector().selectedKeys().clear();
            receive();
            engine.handleTimeout(System.nanoTime()); // does nothing when it is early
        }
        takeEvents();
        transmit(); // close-ok, where the broker closed
        checkOutcome();
    }

    private void takeEvents() {
        for (Event event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
            happened(event);
        }
    }

    private void transmit() throws IOException {
        int written;
        do {
            outbound.compact();
            engine.transmit(outbound, System.nanoTime());
            outbound.flip();
            written = socket.write(outbound);
        } while (written > 0);
        boolean full = outbound.hasRemaining();
        key.interestOps(full ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void receive() throws IOException {
        int read = socket.read(inbound.clear());
        if (read < 0) {
            engine.transportClosed(new EOFException("the broker ended the stream"), System.nanoTime());
        } else {
            engine.receive(inbound.flip(), System.nanoTime());
        }
    }
    // end::loop[]

    /** In milliseconds for select, where 0 is for ever. */
    private long millisUntilTimeout() {
        if (engine.isFinished() || engine.hasEvents()) {
            return 1;
        }
        long nanos = engine.nanosUntilTimeout(System.nanoTime());
        return nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    // ---- what happens in it ----

    /** What to do with the reply to a command: the engine carries it along, and gives it back with the reply. */
    private interface Next {
        void replied(Method reply);
    }

    private void happened(Event event) {
        if (event instanceof Event.ConnectionOpened) {
            opened();
        } else if (event instanceof Event.Replied replied) {
            ((Next) replied.attachment()).replied(replied.reply());
        } else if (event instanceof Event.Delivered delivered) {
            received = new String(delivered.body(), UTF_8);
            call(BasicMethod.Ack.of(delivered.method().deliveryTag()), null);
            closeWhenDone();
        } else if (event instanceof Event.Settled settled) {
            verdict = settled.verdict();
            closeWhenDone();
        } else if (event instanceof Event.TimedOut timedOut) {
            close("no reply to " + timedOut.request().protocolName());
        } else if (event instanceof Event.ChannelClosed closed) {
            ended(closed.reason());
        } else if (event instanceof Event.ConnectionClosed closed) {
            ended(closed.reason());
        }
    }

    /** The first reason is the one that counts: a channel that the broker closed has no use for its connection. */
    private void ended(CloseReason reason) {
        if (end == null) {
            end = reason;
            close("the channel is closed");
        }
    }

    /** Commands may be given at once; each waits for its turn in the engine. */
    private void opened() {
        Next nothing = reply -> {};
        channel = engine.openChannel(this, nothing, TIMEOUT, System.nanoTime());
        call(ConfirmMethod.Select.of(), nothing);
        call(QueueMethod.Declare.serverNamed(), reply -> declared(((QueueMethod.DeclareOk) reply).queue()));
    }

    private void declared(String queue) {
        Next consuming = reply -> channel.publish("", queue, true, Message.of("no thread but this one"), "the publish");
        channel.consume(BasicMethod.Consume.of(queue), consuming, "the consumer", TIMEOUT, System.nanoTime());
    }

    private void closeWhenDone() {
        if (verdict != null && !received.isEmpty()) {
            close("done");
        }
    }

    /** Closing twice is harmless. */
    private void close(String text) {
        engine.close(ReplyCode.REPLY_SUCCESS, text, System.nanoTime());
    }

    private void call(Method method, Next next) {
        channel.call(method, next, TIMEOUT, System.nanoTime());
    }

    private void checkOutcome() {
        Claim.equal(new CloseReason.ByApplication(ReplyCode.REPLY_SUCCESS, "done"), end, "the end");
        Claim.equal(Verdict.ACKED, verdict, "the verdict");
        System.out.println("published, consumed and closed on one thread: " + received);
    }

    private static EngineOptions options(URI uri) {
        String[] login = uri.getUserInfo() == null
                ? new String[] {"guest", "guest"}
                : uri.getUserInfo().split(":", 2);
        String path = uri.getPath();
        return EngineOptions.builder()
                .virtualHost(path.length() > 1 ? path.substring(1) : "/")
                .credentials(Credentials.of(login[0], login[1]))
                .build();
    }
}
