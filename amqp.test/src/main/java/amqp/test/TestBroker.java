// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.client.ConnectionOptions;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.test.memory.BrokerThread;
import amqp.test.memory.Link;
import amqp.test.memory.MemoryAdapter;
import amqp.test.memory.MemoryAdapterProvider;
import amqp.test.memory.SocketListener;
import amqp.test.model.Broker;
import amqp.test.session.Faults;
import amqp.test.session.Session;
import amqp.test.session.Users;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A broker for tests that runs in the JVM of the test, without a process or a socket.
 *
 * <pre>{@code
 * try (TestBroker broker = TestBroker.start();
 *         BlockingConnection connection = BlockingConnection.open(broker.options())) {
 *     new Orders(connection).place("book");
 *     assertEquals("book", broker.queue("orders").texts().get(0));
 * }
 * }</pre>
 *
 * <p>It behaves as RabbitMQ does, as far as docs/guide/testing.md says; what it does not have it refuses with 540, by closing the
 * connection. All methods may be called by any thread, and return when the broker has done what they say.
 */
public final class TestBroker implements AutoCloseable {
    private final BrokerThread thread;
    private final AdapterThreads threads = new AdapterThreads("test-broker");
    private final Broker broker;
    private final Users users;
    private final Duration heartbeat;
    private final String virtualHost;
    private final Supplier<MemoryAdapter> newAdapter = this::newAdapter;
    private final List<MemoryAdapter> adapters = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    // The broker's thread alone.
    private final Faults faults = new Faults();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final List<SocketListener> listeners = new ArrayList<>();
    private boolean refusing;
    private boolean held;
    private final List<Runnable> heldBack = new ArrayList<>();

    private TestBroker(Builder builder) {
        users = builder.users;
        heartbeat = builder.heartbeat;
        virtualHost = builder.virtualHost;
        thread = new BrokerThread(threads, builder.standsStill, this::expire, this::nextExpiry);
        broker = new Broker(thread::nanoTime);
        thread.start();
        MemoryAdapterProvider.register(newAdapter);
    }

    /** Starts a broker that lets everybody in, whose time is the machine's. */
    public static TestBroker start() {
        return builder().start();
    }

    /** Returns a builder of brokers that differ from {@link #start()}. */
    public static Builder builder() {
        return new Builder();
    }

    private void expire() {
        broker.expire();
        broker.dispatch();
    }

    private long nextExpiry() {
        return broker.nextExpiry();
    }

    // ---- connecting ----

    /** Returns options of a connection to this broker, in memory; change them by {@code toBuilder}. */
    public ConnectionOptions options() {
        return ConnectionOptions.builder()
                .adapter(newAdapter())
                .virtualHost(virtualHost)
                .build();
    }

    private MemoryAdapter newAdapter() {
        MemoryAdapter made = new MemoryAdapter(thread, this::accept);
        adapters.add(made);
        if (closed.get()) {
            made.close();
        }
        return made;
    }

    /**
     * Listens on a free port of the loopback interface, for other processes and other clients.
     *
     * @return where, as a URI without TLS
     */
    public URI listen() {
        SocketListener listener = thread.ask(() -> {
            SocketListener made = new SocketListener(thread, threads, this::accept);
            listeners.add(made);
            return made;
        });
        return URI.create("amqp://guest:guest@127.0.0.1:" + listener.port());
    }

    /** A client connects. On the broker's thread. */
    private Link accept(Runnable readable) {
        Peer peer = new Peer(readable);
        if (refusing) {
            peer.session.lost();
        } else {
            sessions.add(peer.session);
        }
        return peer;
    }

    /** One connection, between its transport and its session. On the broker's thread. */
    private final class Peer implements Link, Session.Owner {
        private final Runnable readable;
        private final Session session;

        Peer(Runnable readable) {
            this.readable = readable;
            this.session = new Session(broker, users, faults, heartbeat, virtualHost, this);
        }

        @Override
        public void receive(ByteBuffer bytes) {
            session.receive(bytes);
        }

        @Override
        public byte @Nullable [] poll() {
            return held ? null : session.poll();
        }

        @Override
        public boolean isOver() {
            return !held && session.isOver();
        }

        @Override
        public void lost() {
            sessions.remove(session);
            session.lost();
        }

        @Override
        public void readable() {
            if (held) {
                heldBack.add(readable);
            } else {
                readable.run();
            }
        }

        /** A heartbeat twice in each interval, as long as the connection is there. */
        @Override
        public void tuned(int seconds) {
            if (seconds > 0 && sessions.contains(session)) {
                session.heartbeat();
                thread.schedule(Duration.ofMillis(500L * seconds), () -> tuned(seconds));
            }
        }
    }

    // ---- what is seen ----

    /**
     * Returns a queue as it is seen from the broker.
     *
     * @param name of a queue, which need not be there yet
     */
    public TestQueue queue(String name) {
        return new TestQueue(thread, broker, name);
    }

    /** Returns the names of all queues. */
    public Set<String> queueNames() {
        return thread.ask(broker::queueNames);
    }

    /** Returns whether there is such an exchange. */
    public boolean hasExchange(String name) {
        return thread.ask(() -> broker.hasExchange(name));
    }

    /** Returns how many connections are open. */
    public int connections() {
        return thread.ask(sessions::size);
    }

    /**
     * Publishes a message, as any other application would.
     *
     * @return whether a queue took it
     */
    public boolean publish(String exchange, String routingKey, Message message) {
        return thread.ask(() -> {
            Broker.Outcome outcome = broker.publish(BasicMethod.Publish.of(exchange, routingKey), message);
            broker.dispatch();
            return outcome == Broker.Outcome.ROUTED;
        });
    }

    // ---- handlers ----

    /**
     * Gives one message to a handler as a consumer's channel does, and returns what the handler did with it.
     *
     * @param handler called on the executor of a connection of its own
     * @param message as if it came from a queue that needs acknowledgements
     * @param timeout for the acknowledgement, by the machine's time; more than zero
     */
    public Handled handle(DeliveryHandler handler, Message message, Duration timeout) {
        return new HandlerRun(options()).run(handler, message, timeout);
    }

    // ---- time ----

    /**
     * Lets time pass for the broker and for connections in memory: messages expire, heartbeats are due, timeouts and delays
     * of the client too, each in its order. Callbacks of the application run on their own threads, and are not waited for.
     *
     * @param time more than zero
     */
    public void advance(Duration time) {
        thread.advance(time);
    }

    // ---- faults ----

    /** Loses all connections, as a network does: without a word. What is not durable is there still. */
    public void loseConnections() {
        onSessions(Session::lost);
    }

    /** Lets nobody connect from now on, and loses all connections. */
    public void stop() {
        act(() -> refusing = true);
        loseConnections();
    }

    /** Lets clients connect again. */
    public void resume() {
        act(() -> refusing = false);
    }

    /**
     * Closes all connections, as an operator would.
     *
     * @param text for the client
     */
    public void closeConnections(String text) {
        onSessions(session -> session.close(ReplyCode.CONNECTION_FORCED, "CONNECTION_FORCED - " + text));
    }

    /**
     * Closes all channels.
     *
     * @param code reply code, such as 404
     * @param text for the client
     */
    public void closeChannels(int code, String text) {
        onSessions(session -> session.closeChannels(code, text));
    }

    /** Tells all connections that the broker is short of something. It goes on reading all the same. */
    public void block(String reason) {
        onSessions(session -> session.block(reason));
    }

    /** Tells all connections that the broker is short of nothing any more. */
    public void unblock() {
        onSessions(Session::unblock);
    }

    /** Refuses so many of the next publishes in confirm mode. */
    public void nackNext(int publishes) {
        act(() -> faults.nackNext(publishes));
    }

    /** Sends nothing from now on, until {@link #answer}: to clients it is a broker that does not answer. */
    public void holdAnswers() {
        act(() -> held = true);
    }

    /** Sends what was held back, and everything from now on. */
    public void answer() {
        act(() -> {
            held = false;
            List<Runnable> back = List.copyOf(heldBack);
            heldBack.clear();
            back.forEach(Runnable::run);
        });
    }

    private void onSessions(Consumer<Session> what) {
        act(() -> List.copyOf(sessions).forEach(what));
    }

    private void act(Runnable what) {
        thread.ask(() -> {
            what.run();
            return true;
        });
    }

    /** Ends the broker and all connections to it. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        MemoryAdapterProvider.forget(newAdapter);
        act(() -> {
            refusing = true;
            held = false;
            List.copyOf(sessions).forEach(Session::lost);
            listeners.forEach(SocketListener::close);
        });
        adapters.forEach(MemoryAdapter::close); // a connection that waits for its next attempt would wait for ever
        thread.end();
    }

    /** Builds {@link TestBroker}s. For one thread at a time. */
    public static final class Builder {
        private final Users users = new Users();
        private Duration heartbeat = Duration.ofSeconds(60);
        private String virtualHost = "/";
        private boolean standsStill;

        private Builder() {}

        /**
         * Lets a user in, with all permissions; as soon as there is one, nobody else is.
         *
         * @param name of the user
         * @param password of the user
         */
        public Builder user(String name, String password) {
            return user(name, password, ".*", ".*", ".*");
        }

        /**
         * Lets a user in, with RabbitMQ's three permissions.
         *
         * @param name of the user
         * @param password of the user
         * @param configure regular expression for the names of queues and exchanges that the user may declare and delete
         * @param write likewise, for those that the user may publish to or bind
         * @param read likewise, for those that the user may consume from
         */
        public Builder user(String name, String password, String configure, String write, String read) {
            users.add(name, password, configure, write, read);
            return this;
        }

        /**
         * Sets the heartbeat that the broker proposes; 60 s by default.
         *
         * @param interval whole seconds; zero for none
         */
        public Builder heartbeat(Duration interval) {
            heartbeat = interval;
            return this;
        }

        /**
         * Sets the name of the only virtual host; "/" by default.
         *
         * @param name what clients open; others are refused with 530
         */
        public Builder virtualHost(String name) {
            virtualHost = name;
            return this;
        }

        /** Has time pass only by {@link TestBroker#advance}, for the broker and for connections in memory. */
        public Builder virtualTime() {
            standsStill = true;
            return this;
        }

        /** Starts a broker. */
        public TestBroker start() {
            return new TestBroker(this);
        }
    }
}
