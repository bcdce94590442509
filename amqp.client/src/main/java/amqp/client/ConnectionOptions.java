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
import amqp.credentials.CredentialsProvider;
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
import org.jspecify.annotations.Nullable;

/**
 * Options of a connection: addresses, credentials, timeouts, limits, recovery and TLS. Immutable; made by
 * {@link #builder}, from URIs (see {@link #ofUris}) or from named settings (see {@link #ofProperties(Map)}).
 */
public final class ConnectionOptions {
    /**
     * A broker on localhost, user guest, no TLS, the timeouts and bounds that the builder names, and
     * {@link RecoveryOptions#DEFAULT}.
     */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(new Builder());

    private final Builder settings;

    private ConnectionOptions(Builder settings) {
        this.settings = settings;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the options that one URI contains; see {@link #ofUris}.
     *
     * @param uri in the form that is described there
     * @throws IllegalArgumentException when it is malformed or a parameter is unknown or out of range
     */
    public static ConnectionOptions ofUri(String uri) {
        return builder().uri(uri).build();
    }

    /**
     * Returns the options that URIs contain which differ in nothing but the address. The form is
     * {@code amqp[s]://[user[:password]@]host[:port][,host[:port]]…[/virtual-host][?name=value&…]}, percent-encoded.
     * Without a virtual host, or with an empty one, it is "/". The parameters are those of {@code docs/settings.md},
     * such as {@code heartbeat} (seconds) and {@code connection_timeout} (milliseconds).
     *
     * @param uris at least one; their addresses are tried in this order
     * @throws IllegalArgumentException when one is malformed, a parameter is unknown or out of range, or they differ
     *     otherwise
     */
    public static ConnectionOptions ofUris(List<String> uris) {
        return builder().uris(uris).build();
    }

    /**
     * Returns the options that named settings contain, see {@code docs/settings.md}; what is not named keeps its
     * default.
     *
     * @param settings names and values
     * @throws IllegalArgumentException naming the setting that is unknown or out of range
     */
    public static ConnectionOptions ofProperties(Map<String, String> settings) {
        return builder().settings(settings).build();
    }

    /**
     * Returns the options that those settings contain whose names begin with a prefix; see {@link #ofProperties(Map)}.
     *
     * @param properties names and values; names without the prefix are not looked at
     * @param prefix for instance "amqp."
     * @throws IllegalArgumentException naming the setting that is unknown or out of range
     */
    public static ConnectionOptions ofProperties(Map<String, String> properties, String prefix) {
        return ofProperties(PropertiesFile.below(prefix, properties));
    }

    /**
     * Returns the options that a properties file contains; see {@link #ofProperties(Map)}.
     *
     * @param file in UTF-8
     * @throws java.io.UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException naming the setting that is unknown or out of range
     */
    public static ConnectionOptions ofProperties(Path file) {
        return ofProperties(file, "");
    }

    /**
     * Returns the options that those settings of a properties file contain whose names begin with a prefix; see
     * {@link #ofProperties(Map)}.
     *
     * @param file in UTF-8
     * @param prefix for instance "amqp."; names without it are not looked at
     * @throws java.io.UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException naming the setting that is unknown or out of range
     */
    public static ConnectionOptions ofProperties(Path file, String prefix) {
        return ofProperties(PropertiesFile.read(file), prefix);
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** Returns the brokers to try, at least one; see {@link Builder#addresses}. */
    public List<Address> addresses() {
        return settings.addresses;
    }

    /** Returns how TLS is used, or that it is not. */
    public TlsOptions tls() {
        return settings.tls;
    }

    /** Returns the options of the TCP socket. */
    public SocketOptions socket() {
        return settings.socket;
    }

    /** Returns the virtual host to open. */
    public String virtualHost() {
        return settings.virtualHost;
    }

    /** Returns the names of the SASL mechanisms that may be used, the preferred one first. */
    public List<String> mechanisms() {
        return settings.mechanisms;
    }

    /** Returns the name that the broker's management shows; empty for none. */
    public String connectionName() {
        return settings.connectionName;
    }

    /** Returns the properties that the application sends to the broker beside those of the SDK. */
    public Map<String, Object> clientProperties() {
        return settings.clientProperties;
    }

    /** Returns the highest channel number to ask for; 0 leaves it to the broker. */
    public int channelMax() {
        return settings.channelMax;
    }

    /** Returns the largest frame to ask for in bytes; 0 leaves it to the broker. */
    public int frameMax() {
        return settings.frameMax;
    }

    /** Returns the heartbeat interval to ask for; zero when heartbeats are off. */
    public Duration heartbeat() {
        return settings.heartbeat;
    }

    /** Returns how long connecting to one address may take, TLS included. */
    public Duration connectTimeout() {
        return settings.connectTimeout;
    }

    /** Returns how long opening the connection may take once the transport is there. */
    public Duration handshakeTimeout() {
        return settings.handshakeTimeout;
    }

    /** Returns how long a reply may take, the wait for earlier commands of its channel included. */
    public Duration callTimeout() {
        return settings.callTimeout;
    }

    /** Returns how long closing a channel or the connection may take. */
    public Duration closeTimeout() {
        return settings.closeTimeout;
    }

    /** Returns how long a publish of a blocking channel may wait for room. */
    public Duration publishTimeout() {
        return settings.publishTimeout;
    }

    /** Returns the size in bytes of the largest body that is accepted from the broker. */
    public int maxMessageSize() {
        return settings.maxMessageSize;
    }

    /**
     * Returns how many bytes messages may take that have not come whole yet, over all channels.
     */
    public long assemblyBound() {
        return settings.assemblyBound;
    }

    /**
     * Returns how many bytes of received messages may wait for the application before the connection stops reading.
     */
    public long inboxBound() {
        return settings.inboxBound;
    }

    /**
     * Returns how many frames of average size may wait to be sent before {@link ConnectionListener#onBackpressure} is
     * called.
     */
    public double backpressureMultiplier() {
        return settings.backpressureMultiplier;
    }

    /** Returns how many bytes that wait to be sent leave no room to publish; see {@link Builder#waterMarks}. */
    public long highWaterMark() {
        return settings.highWaterMark;
    }

    /** Returns how few bytes that wait to be sent make room to publish again; see {@link Builder#waterMarks}. */
    public long lowWaterMark() {
        return settings.lowWaterMark;
    }

    /** Returns how many bytes {@link Channel#publish} may keep for later; see {@link Builder#publishBuffer}. */
    public long publishBuffer() {
        return settings.publishBuffer;
    }

    /** Returns where callbacks run, unless a channel is opened otherwise. */
    public Dispatch dispatch() {
        return settings.dispatch;
    }

    /** Returns whether each frame is logged from the start. */
    public boolean traceFrames() {
        return settings.traceFrames;
    }

    /** Returns whether and how the connection comes back when it is lost. */
    public RecoveryOptions recovery() {
        return settings.recovery;
    }

    /** Returns who sees what happens on the connection; empty for nobody. */
    public Optional<ClientObserver> observer() {
        return Optional.ofNullable(settings.observer);
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
                settings.connectTimeout,
                settings.recovery.onRefusal());
    }

    /** What is asked for credentials; empty where they are fixed. */
    Optional<CredentialsProvider> credentialsProvider() {
        return Optional.ofNullable(settings.credentialsProvider);
    }

    Optional<ReconnectionListener<Address>> reconnectionListener() {
        return Optional.ofNullable(settings.reconnectionListener);
    }

    /** The application's own executor, if it gave one. */
    Optional<Executor> executor() {
        return Optional.ofNullable(settings.executor);
    }

    /** The application's own executor for completions, if it gave one. */
    Optional<Executor> completionExecutor() {
        return Optional.ofNullable(settings.completionExecutor);
    }

    /** What a callback threw, told to whom it concerns; throws nothing. */
    void callbackFailed(Object origin, String callback, Throwable thrown) {
        new CallbackFailure(origin, callback, thrown).tell(settings.callbackFailures);
    }

    Adapter acquireAdapter() {
        return settings.adapter != null ? settings.adapter : Adapters.acquire(settings.adapterName);
    }

    /** Returns whether the adapter closes with it. */
    boolean releaseAdapter(Adapter adapter) {
        return settings.adapter == null && Adapters.release(adapter);
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
                .assemblyBound(settings.assemblyBound)
                .backpressureMultiplier(settings.backpressureMultiplier)
                .waterMarks(settings.highWaterMark, settings.lowWaterMark)
                .build();
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private List<Address> addresses = List.of(new Address("localhost", Address.PORT));
        TlsOptions tls = TlsOptions.NONE;
        SocketOptions socket = SocketOptions.DEFAULT;
        private String adapterName = "";
        private @Nullable Adapter adapter;
        private String virtualHost = EngineOptions.DEFAULT.virtualHost();
        private Credentials credentials = EngineOptions.DEFAULT.credentials();
        private @Nullable CredentialsProvider credentialsProvider;
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
        private Duration publishTimeout = Duration.ofSeconds(60);
        private int maxMessageSize = EngineOptions.DEFAULT.maxMessageSize();
        private long assemblyBound = EngineOptions.DEFAULT.assemblyBound();
        private long inboxBound = 16 << 20;
        private double backpressureMultiplier = EngineOptions.DEFAULT.backpressureMultiplier();
        long highWaterMark = EngineOptions.DEFAULT.highWaterMark();
        long lowWaterMark = EngineOptions.DEFAULT.lowWaterMark();
        private long publishBuffer = 16 << 20;
        private Dispatch dispatch = Dispatch.EXECUTOR;
        private @Nullable Executor executor;
        private @Nullable Executor completionExecutor;
        private boolean traceFrames;
        RecoveryOptions recovery = RecoveryOptions.DEFAULT;
        private @Nullable ReconnectionListener<Address> reconnectionListener;
        private @Nullable ClientObserver observer;
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
            credentialsProvider = other.credentialsProvider;
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
            assemblyBound = other.assemblyBound;
            inboxBound = other.inboxBound;
            backpressureMultiplier = other.backpressureMultiplier;
            highWaterMark = other.highWaterMark;
            lowWaterMark = other.lowWaterMark;
            publishBuffer = other.publishBuffer;
            dispatch = other.dispatch;
            executor = other.executor;
            completionExecutor = other.completionExecutor;
            traceFrames = other.traceFrames;
            recovery = other.recovery;
            reconnectionListener = other.reconnectionListener;
            observer = other.observer;
            callbackFailures = other.callbackFailures;
        }

        /**
         * Takes all that a URI contains, see {@link ConnectionOptions#ofUris}; other options stay as they are.
         *
         * @param uri in the form that is described there
         * @throws IllegalArgumentException when it is malformed or a parameter is unknown or out of range
         */
        public Builder uri(String uri) {
            return uris(List.of(uri));
        }

        /**
         * Takes all that URIs contain, see {@link ConnectionOptions#ofUris}; other options stay as they are.
         *
         * @param uris at least one; their addresses are tried in this order
         * @throws IllegalArgumentException when one is malformed, a parameter is unknown or out of range, or they
         *     differ otherwise
         */
        public Builder uris(List<String> uris) {
            NamedSettings.apply(ParsedSettings.ofUris(uris), this);
            return this;
        }

        /**
         * Takes all named settings of a map, see {@link ConnectionOptions#ofProperties(Map)}; other options stay as
         * they are.
         *
         * @param settings names and values
         * @throws IllegalArgumentException naming the setting that is unknown or out of range
         */
        public Builder settings(Map<String, String> settings) {
            NamedSettings.apply(ParsedSettings.of(settings), this);
            return this;
        }

        /**
         * Sets the brokers to try, in this order unless {@link RecoveryOptions.Builder#order} says otherwise; localhost
         * with port 5672 by default.
         *
         * @param inOrder at least one
         * @throws IllegalArgumentException when there is none
         */
        public Builder addresses(List<Address> inOrder) {
            if (inOrder.isEmpty()) {
                throw new IllegalArgumentException("there must be at least one address");
            }
            addresses = List.copyOf(inOrder);
            return this;
        }

        /**
         * Sets the one broker to try.
         *
         * @param host name or IP address
         * @param port 1 to 65535
         * @throws IllegalArgumentException when the host is empty or the port out of range
         */
        public Builder address(String host, int port) {
            return addresses(List.of(new Address(host, port)));
        }

        /**
         * Sets the host of the one broker to try; the port stays the one of the first address so far, 5672 by default.
         *
         * @param host name or IP address
         * @throws IllegalArgumentException when it is empty
         */
        public Builder host(String host) {
            return address(host, addresses.get(0).port());
        }

        /**
         * Sets the port of the one broker to try; the host stays the one of the first address so far, localhost by
         * default.
         *
         * @param port 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder port(int port) {
            return address(addresses.get(0).host(), port);
        }

        /**
         * Sets how to use TLS; {@link TlsOptions#NONE} by default. The default port stays 5672: give the address too.
         *
         * @param options see {@link TlsOptions}
         */
        public Builder tls(TlsOptions options) {
            tls = Objects.requireNonNull(options);
            return this;
        }

        /**
         * Sets the options of the TCP socket; {@link SocketOptions#DEFAULT} by default.
         *
         * @param options of adapters that use a socket
         */
        public Builder socket(SocketOptions options) {
            socket = Objects.requireNonNull(options);
            return this;
        }

        /**
         * Chooses an installed I/O adapter by its name. It is shared with other connections that use it, and closed
         * with the last of them.
         *
         * @param name for instance "nio"; empty, the default, for the preferred one of those that are installed
         */
        public Builder adapter(String name) {
            adapterName = Objects.requireNonNull(name);
            adapter = null;
            return this;
        }

        /**
         * Sets the I/O adapter itself instead of its name.
         *
         * @param own stays the caller's: it is closed by the caller, after the connections
         */
        public Builder adapter(Adapter own) {
            adapter = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Sets the virtual host to open; "/" by default.
         *
         * @param name at most 255 bytes in UTF-8; checked by {@link #build}
         */
        public Builder virtualHost(String name) {
            virtualHost = Objects.requireNonNull(name);
            return this;
        }

        /**
         * Sets the user and the password; guest and guest by default, which RabbitMQ accepts from localhost alone.
         *
         * @param username name of the user
         * @param password in clear; never logged
         */
        public Builder credentials(String username, String password) {
            credentials = Credentials.of(username, password);
            credentialsProvider = null;
            return this;
        }

        /**
         * Sets what is asked for the credentials, instead of a fixed user and password: before each attempt to connect, and
         * while the connection is open after each {@link Credentials#renewal}. A token or password that is another one then
         * is given to the broker (connection.update-secret), and the connection goes on.
         *
         * <p>A provider that fails, or does not answer within {@link #connectTimeout}, is a failed attempt: the strategy
         * decides what is next, see {@link RecoveryOptions.Builder#strategy}. So is a login that the broker refuses; the
         * provider is then asked by {@link CredentialsProvider#replacing}. A renewal that fails is logged and tried again
         * while the connection goes on.
         *
         * @param provider called on the completion executor, where it may block, and by several connections at once where
         *     they share it
         */
        public Builder credentials(CredentialsProvider provider) {
            credentials = Credentials.NONE;
            credentialsProvider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets the SASL mechanisms that may be used; PLAIN and AMQPLAIN by default.
         *
         * @param names the preferred one first; the first that the broker offers is used
         */
        public Builder mechanisms(List<String> names) {
            mechanisms = List.copyOf(names);
            return this;
        }

        /**
         * Sets the name that the broker's management shows; none by default.
         *
         * @param name any text; empty for none
         */
        public Builder connectionName(String name) {
            connectionName = Objects.requireNonNull(name);
            return this;
        }

        /**
         * Sets properties that are sent to the broker beside those of the SDK, which they may replace; none by default.
         *
         * @param properties copied; values as in {@link FieldTable#of}
         */
        public Builder clientProperties(Map<String, ?> properties) {
            clientProperties = Map.copyOf(properties);
            return this;
        }

        /**
         * Sets the highest channel number to ask for; 2047 by default. The broker may allow fewer.
         *
         * @param number 0 to 65535; 0 leaves it to the broker; checked by {@link #build}
         */
        public Builder channelMax(int number) {
            channelMax = number;
            return this;
        }

        /**
         * Sets the largest frame to ask for; 131072 bytes by default. The broker may ask for smaller ones.
         *
         * @param bytes 4096 (RabbitMQ 4.1: 8192) or more; 0 leaves it to the broker; checked by {@link #build}
         */
        public Builder frameMax(int bytes) {
            frameMax = bytes;
            return this;
        }

        /**
         * Sets the heartbeat interval to ask for (specification §4.2.7); 60 s by default. A connection on which nothing
         * is received for two intervals counts as lost.
         *
         * @param interval 1 to 65535 whole seconds; zero switches heartbeats off
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder heartbeat(Duration interval) {
            if (interval.isNegative() || interval.toSeconds() > 65535 || interval.getNano() != 0) {
                throw new IllegalArgumentException(
                        "the heartbeat interval is 0 to 65535 whole seconds, not " + interval);
            }
            heartbeat = interval;
            return this;
        }

        /**
         * Sets how long connecting to one address may take, TLS included; 30 s by default.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets how long opening the connection may take once the transport is there; 30 s by default.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets how long a reply may take, the wait for earlier commands of its channel included; 20 s by default.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder callTimeout(Duration timeout) {
            callTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets how long closing a channel or the connection may take; 10 s by default. A connection whose broker has
         * not answered by then is closed without its answer. While the broker has blocked the connection it reads nothing,
         * so closing takes no longer than 1 s then.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets how long a publish of a blocking channel may wait for room, and for its verdict while the connection is being
         * recovered; 60 s by default, which an ordinary restart of the broker does not take. {@link Channel#publish} never
         * waits.
         *
         * @param timeout zero or more; zero for not at all
         * @throws IllegalArgumentException when it is negative
         */
        public Builder publishTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("the timeout of a publish is zero or more, not " + timeout);
            }
            publishTimeout = timeout;
            return this;
        }

        /**
         * Sets the size of the largest body that is accepted from the broker; 64 MiB by default. A larger message is
         * skipped without taking memory and rejected, see {@link ConnectionListener#onOversized}.
         *
         * @param bytes 0 to 2147483639; checked by {@link #build}
         */
        public Builder maxMessageSize(int bytes) {
            maxMessageSize = bytes;
            return this;
        }

        /**
         * Sets how many bytes messages may take that have not come whole yet, over all channels; 128 MiB by default, and
         * never less than {@link #maxMessageSize}. The connection to a broker that sends more of them at the same time is
         * closed with 506, so that nothing is lost: what was not acknowledged comes again.
         *
         * @param bytes 1 or more; checked by {@link #build}
         */
        public Builder assemblyBound(long bytes) {
            assemblyBound = bytes;
            return this;
        }

        /**
         * Sets how many bytes of received messages may wait for the application before the connection stops reading; 16
         * MiB by default. Counted are body and properties as they came, names, and 200 bytes for each message; returned
         * messages count too, and 1 KiB for each method or event that waits for a callback of {@link Callbacks}. Since all else comes on the same connection, a little more is read from time to time while
         * anything is awaited: a reply, a verdict, the end of a block, room to publish, or what
         * {@link Channel#keepReadingWhile} says. That ends at four times this, or 16 MiB more than this where that is more;
         * then waits end by their timeouts, whose message says so. Bounding messages by {@link Channel#basicQos(int)} is
         * better.
         *
         * @param bytes 1 or more
         * @throws IllegalArgumentException when it is less
         */
        public Builder inboxBound(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("the bound of the inbox is 1 byte or more, not " + bytes);
            }
            inboxBound = bytes;
            return this;
        }

        /**
         * Sets how many frames of average size may wait to be sent before {@link ConnectionListener#onBackpressure} is
         * called; 10 by default.
         *
         * @param frames 1 to 1000000; checked by {@link #build}
         */
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
         * or without recovery: for messages that are kept, counted as for {@link #inboxBound}, while a publish window is full, while the connection is
         * being recovered ({@link WhileDisconnected#BUFFER}) and until they can be published again
         * ({@link LostPublishes#REPUBLISH}); and likewise for the encoded bytes that wait for the network beyond the high
         * water mark. It is looked at before a message is kept, so it may be exceeded by one message.
         *
         * @param bytes 1 or more
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder publishBuffer(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("the publish buffer is 1 byte or more, not " + bytes);
            }
            publishBuffer = bytes;
            return this;
        }

        /**
         * Sets where callbacks run, unless a channel is opened otherwise; {@link Dispatch#EXECUTOR} by default.
         *
         * @param where see {@link Dispatch}
         */
        public Builder dispatch(Dispatch where) {
            dispatch = Objects.requireNonNull(where);
            return this;
        }

        /**
         * Sets what callbacks that may take long run on with {@link Dispatch#EXECUTOR}: delivery handlers, listeners of
         * the connection, registered callbacks and scheduled tasks. By default it is one of the SDK with a virtual thread
         * for each task, or on older JDKs a thread pool; and with an adapter whose I/O can pass to another thread, nio for
         * one, callbacks that took less than 250 microseconds so far run on the thread that read the message, between two
         * rounds of I/O. One that then takes longer than about two milliseconds keeps that thread, and another thread goes
         * on with the I/O. With an executor that is given here, all of them run there.
         *
         * <p>It may have as few threads as the application likes: replies, verdicts and timeouts, which callbacks may
         * wait for, need none of them, see {@link #completionExecutor}. A task that it refuses, or would run on the
         * thread that submits it (which may be the adapter's), runs on the SDK's executor instead. It must not drop
         * tasks silently.
         *
         * @param own stays the caller's, who shuts it down after the connections
         */
        public Builder executor(Executor own) {
            executor = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Sets what stages complete on, and callbacks of commands and publishes and listeners for returned messages run
         * on, unless that is the I/O thread. By default it is one of the SDK with as many threads as are needed, and quick
         * callbacks run between two rounds of I/O as with {@link #executor}. Callbacks that wait for a reply, a verdict or
         * a timeout wait for a thread of this executor, so it must never run out of threads: one with a bound may deadlock.
         *
         * @param own stays the caller's, who shuts it down after the connections
         */
        public Builder completionExecutor(Executor own) {
            completionExecutor = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Sets whether and how the connection comes back when it is lost; {@link RecoveryOptions#DEFAULT} by default,
         * which brings it back, while {@link RecoveryOptions#NONE} switches that off. A first connect that fails is not
         * tried again unless {@link RecoveryOptions.Builder#firstConnect} says so.
         *
         * @param how see {@link RecoveryOptions}
         */
        public Builder recovery(RecoveryOptions how) {
            recovery = Objects.requireNonNull(how);
            return this;
        }

        /**
         * Sets a listener for each attempt to connect, the first included; none by default.
         *
         * @param listener called on the connection's executor, one call at a time
         */
        public Builder reconnectionListener(ReconnectionListener<Address> listener) {
            reconnectionListener = Objects.requireNonNull(listener);
            return this;
        }

        /**
         * Sets whether each frame is logged from the start; off by default. See {@link Connection#traceFrames}.
         *
         * @param on whether it is
         */
        public Builder traceFrames(boolean on) {
            traceFrames = on;
            return this;
        }

        /**
         * Sets who sees what happens on the connection: metrics, traces. By default nobody does. It replaces the one set
         * before; {@link ClientObserver#all} makes one of several.
         *
         * @param observer called by any thread; see its description for the rules
         */
        public Builder observer(ClientObserver observer) {
            this.observer = Objects.requireNonNull(observer);
            return this;
        }

        /**
         * Sets what is done with the exceptions that callbacks of the application throw; by default they are logged at
         * level error.
         *
         * @param handler called on the thread of the callback; must not block
         */
        public Builder onCallbackFailure(Consumer<CallbackFailure> handler) {
            callbackFailures = Objects.requireNonNull(handler);
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException when one is out of range, or two contradict each other
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
