// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.SocketOptions;
import amqp.client.recovery.Supervisor;
import amqp.client.settings.ParsedSettings;
import amqp.client.settings.PropertiesFile;
import amqp.codec.FieldTable;
import amqp.connection.EngineOptions;
import amqp.connection.Tuning;
import amqp.credentials.Credentials;
import amqp.credentials.Mechanisms;
import amqp.reconnection.ReconnectionListener;
import amqp.tls.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** How to connect. Immutable; made by {@link #builder} or from URIs, see {@link #ofUris}. */
public final class ConnectionOptions {
    /** A local broker, user guest, the usual timeouts and bounds, and {@link RecoveryOptions#DEFAULT}. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(new Builder());

    private final Builder settings;

    private ConnectionOptions(Builder settings) {
        this.settings = settings;
    }

    /** A builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** The options in one URI; see {@link #ofUris}. */
    public static ConnectionOptions ofUri(String uri) {
        return builder().uri(uri).build();
    }

    /**
     * The options in URIs that differ in nothing but the address, which are tried in this order:
     * {@code amqp[s]://[user[:password]@]host[:port][,host[:port]]…[/virtual-host][?name=value&…]}, percent-encoded.
     * Without a virtual host, or with an empty one, it is "/". The parameters are those of {@code docs/settings.md}, such
     * as {@code heartbeat} (seconds) and {@code connection_timeout} (milliseconds).
     *
     * @throws IllegalArgumentException when one is malformed, a parameter is unknown, or they differ otherwise
     */
    public static ConnectionOptions ofUris(List<String> uris) {
        return builder().uris(uris).build();
    }

    /**
     * The options in settings by their names, see {@code docs/settings.md}; what isn't named keeps its default.
     *
     * @throws IllegalArgumentException naming the setting that is unknown or out of range
     */
    public static ConnectionOptions ofProperties(Map<String, String> settings) {
        return builder().settings(settings).build();
    }

    /** As {@link #ofProperties(Map)}, of the entries whose names begin with the prefix; others are not looked at. */
    public static ConnectionOptions ofProperties(Map<String, String> properties, String prefix) {
        return ofProperties(PropertiesFile.below(prefix, properties));
    }

    /**
     * As {@link #ofProperties(Map)}, of a properties file in UTF-8.
     *
     * @throws java.io.UncheckedIOException when the file can't be read
     */
    public static ConnectionOptions ofProperties(Path file) {
        return ofProperties(file, "");
    }

    /** As {@link #ofProperties(Map, String)}, of a properties file in UTF-8. */
    public static ConnectionOptions ofProperties(Path file, String prefix) {
        return ofProperties(PropertiesFile.read(file), prefix);
    }

    /** A builder that starts with these options. */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** The brokers to try. */
    public List<Address> addresses() {
        return settings.addresses;
    }

    /** How TLS is used, or that it is not. */
    public TlsOptions tls() {
        return settings.tls;
    }

    /** The options of the TCP socket. */
    public SocketOptions socket() {
        return settings.socket;
    }

    /** The virtual host to open. */
    public String virtualHost() {
        return settings.virtualHost;
    }

    /** Names of the SASL mechanisms that may be used, the preferred one first. */
    public List<String> mechanisms() {
        return settings.mechanisms;
    }

    /** What the broker's management shows; empty for nothing. */
    public String connectionName() {
        return settings.connectionName;
    }

    /** What the application tells the broker of itself beside the SDK's own. */
    public Map<String, Object> clientProperties() {
        return settings.clientProperties;
    }

    /** The highest channel number to ask for; 0 leaves it to the broker. */
    public int channelMax() {
        return settings.channelMax;
    }

    /** The largest frame to ask for in bytes; 0 leaves it to the broker. */
    public int frameMax() {
        return settings.frameMax;
    }

    /** The heartbeat interval to ask for; zero where heartbeats are off. */
    public Duration heartbeat() {
        return settings.heartbeat;
    }

    /** How long it may take to connect to one address, TLS included. */
    public Duration connectTimeout() {
        return settings.connectTimeout;
    }

    /** How long it may take from the transport being there to the connection being open. */
    public Duration handshakeTimeout() {
        return settings.handshakeTimeout;
    }

    /** How long a reply may take, the wait for the command's turn on its channel included. */
    public Duration callTimeout() {
        return settings.callTimeout;
    }

    /** How long the handshake that closes a channel or connection may take. */
    public Duration closeTimeout() {
        return settings.closeTimeout;
    }

    /** How long a publish may wait for room. */
    public Duration publishTimeout() {
        return settings.publishTimeout;
    }

    /** The largest inbound message that is accepted, in bytes of its body. */
    public int maxMessageSize() {
        return settings.maxMessageSize;
    }

    /** How many bytes may wait for slow consumers before the connection stops reading. */
    public long inboxBound() {
        return settings.inboxBound;
    }

    /** How many frames of average size may wait before {@link ConnectionListener#onBackpressure} is called. */
    public double backpressureMultiplier() {
        return settings.backpressureMultiplier;
    }

    /** How many outbound bytes hold publishing up. */
    public long highWaterMark() {
        return settings.highWaterMark;
    }

    /** How few outbound bytes let publishing go on. */
    public long lowWaterMark() {
        return settings.lowWaterMark;
    }

    /** How many bytes may be kept to be published later or again. */
    public long publishBuffer() {
        return settings.publishBuffer;
    }

    /** Where callbacks run, unless a channel is opened otherwise. */
    public Dispatch dispatch() {
        return settings.dispatch;
    }

    /** Whether each frame is logged from the start. */
    public boolean traceFrames() {
        return settings.traceFrames;
    }

    /** Whether and how the connection comes back when it is lost. */
    public RecoveryOptions recovery() {
        return settings.recovery;
    }

    /** When and where to connect. */
    Supervisor.Plan<Address> plan() {
        return new Supervisor.Plan<>(
                settings.recovery.strategy(),
                settings.recovery.firstConnect(),
                settings.addresses,
                settings.recovery.order() == AddressOrder.SHUFFLED,
                settings.recovery.resolver() == AddressResolver.CONFIGURED
                        ? Optional.empty()
                        : Optional.of(() -> settings.recovery.resolver().resolve(settings.addresses)),
                settings.recovery.onRefusal());
    }

    Optional<ReconnectionListener<Address>> reconnectionListener() {
        return Optional.ofNullable(settings.reconnectionListener);
    }

    /** The application's own executor, if it gave one. */
    Optional<Executor> executor() {
        return Optional.ofNullable(settings.executor);
    }

    /** What a callback threw, told to whom it concerns; throws nothing. */
    void callbackFailed(Object origin, String callback, Throwable thrown) {
        new CallbackFailure(origin, callback, thrown).tell(settings.callbackFailures);
    }

    Adapter acquireAdapter() {
        return settings.adapter != null ? settings.adapter : Adapters.acquire(settings.adapterName);
    }

    void releaseAdapter(Adapter adapter) {
        if (settings.adapter == null) {
            Adapters.release(adapter);
        }
    }

    Endpoint endpoint(Address address) {
        return Endpoint.builder(address.host(), address.port())
                .connectTimeout(settings.connectTimeout)
                .socket(settings.socket)
                .tls(settings.tls)
                .build();
    }

    EngineOptions engineOptions() {
        return EngineOptions.builder()
                .virtualHost(settings.virtualHost)
                .credentials(settings.credentials)
                .mechanisms(Mechanisms.installed(ConnectionOptions.class.getClassLoader()))
                .mechanismWishes(settings.mechanisms)
                .clientProperties(ClientProperties.of(settings.connectionName, settings.clientProperties))
                .tuning(new Tuning(settings.channelMax, settings.frameMax, (int) settings.heartbeat.toSeconds()))
                .handshakeTimeout(settings.handshakeTimeout)
                .closeTimeout(settings.closeTimeout)
                .maxMessageSize(settings.maxMessageSize)
                .backpressureMultiplier(settings.backpressureMultiplier)
                .waterMarks(settings.highWaterMark, settings.lowWaterMark)
                .build();
    }

    /** Collects settings; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private List<Address> addresses = List.of(new Address("localhost", Address.PORT));
        TlsOptions tls = TlsOptions.NONE;
        SocketOptions socket = SocketOptions.DEFAULT;
        private String adapterName = "";
        private Adapter adapter;
        private String virtualHost = EngineOptions.DEFAULT.virtualHost();
        private Credentials credentials = EngineOptions.DEFAULT.credentials();
        private List<String> mechanisms = Mechanisms.DEFAULT_WISHES;
        private String connectionName = "";
        private Map<String, Object> clientProperties = Map.of();
        private int channelMax = EngineOptions.DEFAULT.tuning().channelMax();
        private int frameMax = EngineOptions.DEFAULT.tuning().frameMax();
        private Duration heartbeat =
                Duration.ofSeconds(EngineOptions.DEFAULT.tuning().heartbeatSeconds());
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration handshakeTimeout = EngineOptions.DEFAULT.handshakeTimeout();
        private Duration callTimeout = Duration.ofSeconds(20);
        private Duration closeTimeout = EngineOptions.DEFAULT.closeTimeout();
        private Duration publishTimeout = Duration.ofSeconds(20);
        private int maxMessageSize = EngineOptions.DEFAULT.maxMessageSize();
        private long inboxBound = 16 << 20;
        private double backpressureMultiplier = EngineOptions.DEFAULT.backpressureMultiplier();
        long highWaterMark = EngineOptions.DEFAULT.highWaterMark();
        long lowWaterMark = EngineOptions.DEFAULT.lowWaterMark();
        private long publishBuffer = 16 << 20;
        private Dispatch dispatch = Dispatch.EXECUTOR;
        private Executor executor;
        private boolean traceFrames;
        RecoveryOptions recovery = RecoveryOptions.DEFAULT;
        private ReconnectionListener<Address> reconnectionListener;
        private Consumer<CallbackFailure> callbackFailures = CallbackFailure::log;

        private Builder() {}

        private Builder(Builder other) {
            addresses = other.addresses;
            tls = other.tls;
            socket = other.socket;
            adapterName = other.adapterName;
            adapter = other.adapter;
            virtualHost = other.virtualHost;
            credentials = other.credentials;
            mechanisms = other.mechanisms;
            connectionName = other.connectionName;
            clientProperties = other.clientProperties;
            channelMax = other.channelMax;
            frameMax = other.frameMax;
            heartbeat = other.heartbeat;
            connectTimeout = other.connectTimeout;
            handshakeTimeout = other.handshakeTimeout;
            callTimeout = other.callTimeout;
            closeTimeout = other.closeTimeout;
            publishTimeout = other.publishTimeout;
            maxMessageSize = other.maxMessageSize;
            inboxBound = other.inboxBound;
            backpressureMultiplier = other.backpressureMultiplier;
            highWaterMark = other.highWaterMark;
            lowWaterMark = other.lowWaterMark;
            publishBuffer = other.publishBuffer;
            dispatch = other.dispatch;
            executor = other.executor;
            traceFrames = other.traceFrames;
            recovery = other.recovery;
            reconnectionListener = other.reconnectionListener;
            callbackFailures = other.callbackFailures;
        }

        /** Takes everything that the URI says, see {@link ConnectionOptions#ofUris}. */
        public Builder uri(String uri) {
            return uris(List.of(uri));
        }

        /** Takes everything that the URIs say, see {@link ConnectionOptions#ofUris}. */
        public Builder uris(List<String> uris) {
            NamedSettings.apply(ParsedSettings.ofUris(uris), this);
            return this;
        }

        /** Takes all settings of the map, see {@link ConnectionOptions#ofProperties(Map)}; others stay as they are. */
        public Builder settings(Map<String, String> settings) {
            NamedSettings.apply(ParsedSettings.of(settings), this);
            return this;
        }

        /** The brokers to try, in this order unless {@link RecoveryOptions#order} says otherwise. */
        public Builder addresses(List<Address> inOrder) {
            if (inOrder.isEmpty()) {
                throw new IllegalArgumentException("there must be at least one address");
            }
            addresses = List.copyOf(inOrder);
            return this;
        }

        /** The one broker to try. */
        public Builder address(String host, int port) {
            return addresses(List.of(new Address(host, port)));
        }

        /** How to use TLS; not used by default. */
        public Builder tls(TlsOptions options) {
            tls = Objects.requireNonNull(options);
            return this;
        }

        /** Options of the TCP socket. */
        public Builder socket(SocketOptions options) {
            socket = Objects.requireNonNull(options);
            return this;
        }

        /** Chooses an installed adapter by name, which is shared with other connections; empty for the preferred one. */
        public Builder adapter(String name) {
            adapterName = Objects.requireNonNull(name);
            adapter = null;
            return this;
        }

        /** Passes an adapter by hand; it stays the caller's to close. */
        public Builder adapter(Adapter own) {
            adapter = Objects.requireNonNull(own);
            return this;
        }

        /** The virtual host to open, at most 255 bytes in UTF-8; "/" by default. */
        public Builder virtualHost(String name) {
            virtualHost = Objects.requireNonNull(name);
            return this;
        }

        /** Who logs in; guest, with the password guest, by default. */
        public Builder credentials(String username, String password) {
            credentials = Credentials.of(username, password);
            return this;
        }

        /** Names of the SASL mechanisms that may be used, the preferred one first; PLAIN and AMQPLAIN by default. */
        public Builder mechanisms(List<String> names) {
            mechanisms = List.copyOf(names);
            return this;
        }

        /** Shown by the broker's management. */
        public Builder connectionName(String name) {
            connectionName = Objects.requireNonNull(name);
            return this;
        }

        /** Told to the broker beside the SDK's own; values as in {@link FieldTable#of}. */
        public Builder clientProperties(Map<String, ?> properties) {
            clientProperties = Map.copyOf(properties);
            return this;
        }

        /** Highest channel number to ask for, 0 to 65535; 0 leaves it to the broker. */
        public Builder channelMax(int number) {
            channelMax = number;
            return this;
        }

        /** Largest frame to ask for in bytes, at least 4096 (RabbitMQ 4.1: 8192); 0 leaves it to the broker. */
        public Builder frameMax(int bytes) {
            frameMax = bytes;
            return this;
        }

        /** Heartbeat interval to ask for, 1 s to 65535 s; zero switches heartbeats off. */
        public Builder heartbeat(Duration interval) {
            if (interval.isNegative() || interval.toSeconds() > 65535 || interval.getNano() != 0) {
                throw new IllegalArgumentException(
                        "the heartbeat interval is 0 to 65535 whole seconds, not " + interval);
            }
            heartbeat = interval;
            return this;
        }

        /** From the first packet to the transport being there, TLS included; for each address. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive(timeout);
            return this;
        }

        /** From the transport being there to the connection being open. */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = positive(timeout);
            return this;
        }

        /** How long a reply may take, the wait for the command's turn on its channel included. */
        public Builder callTimeout(Duration timeout) {
            callTimeout = positive(timeout);
            return this;
        }

        /** How long the handshake that closes a channel or connection may take. */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets how long a publish of a blocking channel may wait for room; 20 s by default, zero for not at all.
         * {@link Channel#publish} never waits.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Builder publishTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("the timeout of a publish is zero or more, not " + timeout);
            }
            publishTimeout = timeout;
            return this;
        }

        /** Largest inbound message in bytes; a larger one is skipped and rejected. */
        public Builder maxMessageSize(int bytes) {
            maxMessageSize = bytes;
            return this;
        }

        /**
         * Bytes that may wait for slow consumers before the connection stops reading; 16 MiB by default. Since replies
         * come by the same way, a little more is let in from time to time while a reply or verdict is awaited, up to four
         * times this. Bounding what is on its way by {@link Channel#basicQos(int)} is better.
         */
        public Builder inboxBound(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("the bound of the inbox is 1 byte or more, not " + bytes);
            }
            inboxBound = bytes;
            return this;
        }

        /** Frames of average size that may wait before {@link ConnectionListener#onBackpressure} is told. */
        public Builder backpressureMultiplier(double frames) {
            backpressureMultiplier = frames;
            return this;
        }

        /**
         * Sets the number of outbound bytes that wait for the network from which on there is no room to publish, and the
         * number at which there is room again; 4 MiB and 1 MiB by default. Without room {@link Channel#tryPublish}
         * returns false and a blocking channel waits; {@link Channel#publish} goes on, up to {@link #publishBuffer}.
         *
         * @param high 1 or more bytes
         * @param low 0 or more bytes, less than {@code high}; checked by {@link #build}
         */
        public Builder waterMarks(long high, long low) {
            highWaterMark = high;
            lowWaterMark = low;
            return this;
        }

        /**
         * Sets how many bytes {@link Channel#publish} may keep for later when they cannot be sent now; 16 MiB by default.
         * A publish beyond that is refused with {@link PublishBlockedException}. The bound holds for the connection, with
         * or without recovery: for message bodies that are kept while a publish window is full, while the connection is
         * being recovered ({@link WhileDisconnected#BUFFER}) and until they can be published again
         * ({@link LostPublishes#REPUBLISH}); and likewise for the encoded bytes that wait for the network beyond the high
         * water mark. It is looked at before a message is kept, so it may be exceeded by one message.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder publishBuffer(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("the publish buffer is 1 byte or more, not " + bytes);
            }
            publishBuffer = bytes;
            return this;
        }

        /** Where callbacks run, unless a channel is opened otherwise. */
        public Builder dispatch(Dispatch where) {
            dispatch = Objects.requireNonNull(where);
            return this;
        }

        /** What callbacks run on with {@link Dispatch#EXECUTOR}; stays the caller's. */
        public Builder executor(Executor own) {
            executor = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Whether and how the connection comes back when it is lost. It does by default, see
         * {@link RecoveryOptions#DEFAULT}; {@link RecoveryOptions#NONE} switches that off. A first connect that fails
         * fails at once all the same, unless {@link RecoveryOptions.Builder#firstConnect} says otherwise.
         */
        public Builder recovery(RecoveryOptions how) {
            recovery = Objects.requireNonNull(how);
            return this;
        }

        /** Hears of each attempt to connect, the first included; called in order on the connection's executor. */
        public Builder reconnectionListener(ReconnectionListener<Address> listener) {
            reconnectionListener = Objects.requireNonNull(listener);
            return this;
        }

        /** Logs each frame from the start; see {@link Connection#traceFrames}. */
        public Builder traceFrames(boolean on) {
            traceFrames = on;
            return this;
        }

        /**
         * Hears what callbacks throw, on the thread of the callback; it must not block. Without it, that is logged.
         */
        public Builder onCallbackFailure(Consumer<CallbackFailure> handler) {
            callbackFailures = Objects.requireNonNull(handler);
            return this;
        }

        /**
         * @throws IllegalArgumentException when the settings contradict each other
         */
        public ConnectionOptions build() {
            ConnectionOptions options = new ConnectionOptions(new Builder(this));
            options.engineOptions(); // finds out-of-range values now rather than when connecting
            return options;
        }

        private static Duration positive(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a timeout is more than zero, not " + timeout);
            }
            return timeout;
        }
    }
}
