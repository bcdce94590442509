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
     * A broker on localhost, user guest, no TLS, the default timeouts and limits of the builder, and
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
     * Returns the options in one URI; see {@link #ofUris}.
     *
     * @param uri in the form described there
     * @throws IllegalArgumentException when it is malformed or a parameter is unknown or out of range
     */
    public static ConnectionOptions ofUri(String uri) {
        return builder().uri(uri).build();
    }

    /**
     * Returns the options in one or more URIs, which may differ only in the address. The form is
     * {@code amqp[s]://[user[:password]@]host[:port][,host[:port]]…[/virtual-host][?name=value&…]}, percent-encoded.
     * Without a virtual host, or with an empty one, it is "/". {@code docs/settings.md} lists the parameters, such as
     * {@code heartbeat} (seconds) and {@code connection_timeout} (milliseconds).
     *
     * @param uris at least one; their addresses are tried in this order
     * @throws IllegalArgumentException when one is malformed, a parameter is unknown or out of range, or they differ in
     *     more than the address
     */
    public static ConnectionOptions ofUris(List<String> uris) {
        return builder().uris(uris).build();
    }

    /**
     * Returns the options in named settings, see {@code docs/settings.md}; all others keep their defaults.
     *
     * @param settings names and values
     * @throws IllegalArgumentException when a setting is unknown or out of range; the message names it
     */
    public static ConnectionOptions ofProperties(Map<String, String> settings) {
        return builder().settings(settings).build();
    }

    /**
     * Returns the options in those settings whose names start with a prefix; see {@link #ofProperties(Map)}.
     *
     * @param properties names and values; names without the prefix are ignored
     * @param prefix for instance "amqp."
     * @throws IllegalArgumentException when a setting is unknown or out of range; the message names it
     */
    public static ConnectionOptions ofProperties(Map<String, String> properties, String prefix) {
        return ofProperties(PropertiesFile.below(prefix, properties));
    }

    /**
     * Returns the options in a properties file; see {@link #ofProperties(Map)}.
     *
     * @param file in UTF-8
     * @throws java.io.UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when a setting is unknown or out of range; the message names it
     */
    public static ConnectionOptions ofProperties(Path file) {
        return ofProperties(file, "");
    }

    /**
     * Returns the options in those settings of a properties file whose names start with a prefix; see
     * {@link #ofProperties(Map)}.
     *
     * @param file in UTF-8
     * @param prefix for instance "amqp."; names without it are ignored
     * @throws java.io.UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when a setting is unknown or out of range; the message names it
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

    /** Returns the TLS options. */
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

    /** Returns the properties that the application sends to the broker in addition to the SDK's. */
    public Map<String, Object> clientProperties() {
        return settings.clientProperties;
    }

    /** Returns the requested channel-max; 0 leaves it to the broker. */
    public int channelMax() {
        return settings.channelMax;
    }

    /** Returns the requested frame-max in bytes; 0 leaves it to the broker. */
    public int frameMax() {
        return settings.frameMax;
    }

    /** Returns the requested heartbeat interval; zero when heartbeats are off. */
    public Duration heartbeat() {
        return settings.heartbeat;
    }

    /** Returns the timeout for connecting to one address, including TLS. */
    public Duration connectTimeout() {
        return settings.connectTimeout;
    }

    /** Returns the timeout for opening the AMQP connection after the transport is connected. */
    public Duration handshakeTimeout() {
        return settings.handshakeTimeout;
    }

    /** Returns the timeout for a reply, including the wait for earlier commands of its channel. */
    public Duration callTimeout() {
        return settings.callTimeout;
    }

    /** Returns the timeout for closing a channel or the connection. */
    public Duration closeTimeout() {
        return settings.closeTimeout;
    }

    /** Returns how long a publish of a blocking channel may wait for room. */
    public Duration publishTimeout() {
        return settings.publishTimeout;
    }

    /** Returns the size in bytes of the largest message body that is accepted from the broker. */
    public int maxMessageSize() {
        return settings.maxMessageSize;
    }

    /** Returns how many bytes messages may take that have not arrived completely, over all channels. */
    public long assemblyBound() {
        return settings.assemblyBound;
    }

    /** Returns how many bytes of received messages may wait for the application before the connection stops reading. */
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

    /**
     * Returns the number of bytes waiting to be sent at which there is no more room to publish; see
     * {@link Builder#waterMarks}.
     */
    public long highWaterMark() {
        return settings.highWaterMark;
    }

    /**
     * Returns the number of bytes waiting to be sent at which there is room to publish again; see
     * {@link Builder#waterMarks}.
     */
    public long lowWaterMark() {
        return settings.lowWaterMark;
    }

    /**
     * Returns how many bytes {@link Channel#publish} may keep to send them later; see {@link Builder#publishBuffer}.
     */
    public long publishBuffer() {
        return settings.publishBuffer;
    }

    /** Returns where callbacks run, unless a channel has its own option. */
    public Dispatch dispatch() {
        return settings.dispatch;
    }

    /** Returns whether each frame is logged from the start. */
    public boolean traceFrames() {
        return settings.traceFrames;
    }

    /** Returns whether and how the connection is recovered when it is lost. */
    public RecoveryOptions recovery() {
        return settings.recovery;
    }

    /** Returns the observer of the connection; empty for none. */
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
         * Sets all options in a URI, see {@link ConnectionOptions#ofUris}; other options stay as they are.
         *
         * @param uri in the form described there
         * @throws IllegalArgumentException when it is malformed or a parameter is unknown or out of range
         */
        public Builder uri(String uri) {
            return uris(List.of(Objects.requireNonNull(uri, "uri")));
        }

        /**
         * Sets all options in URIs, see {@link ConnectionOptions#ofUris}; other options stay as they are.
         *
         * @param uris at least one; their addresses are tried in this order
         * @throws IllegalArgumentException when one is malformed, a parameter is unknown or out of range, or they
         *     differ in more than the address
         */
        public Builder uris(List<String> uris) {
            NamedSettings.apply(ParsedSettings.ofUris(uris), this);
            return this;
        }

        /**
         * Sets all named settings of a map, see {@link ConnectionOptions#ofProperties(Map)}; other options stay as they
         * are.
         *
         * @param settings names and values
         * @throws IllegalArgumentException when a setting is unknown or out of range; the message names it
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
         * Sets the only broker to try.
         *
         * @param host name or IP address
         * @param port 1 to 65535
         * @throws IllegalArgumentException when the host is empty or the port out of range
         */
        public Builder address(String host, int port) {
            return addresses(List.of(new Address(host, port)));
        }

        /**
         * Sets the host of the only broker to try; the port stays that of the first address so far, 5672 by default.
         *
         * @param host name or IP address
         * @throws IllegalArgumentException when it is empty
         */
        public Builder host(String host) {
            return address(host, addresses.get(0).port());
        }

        /**
         * Sets the port of the only broker to try; the host stays that of the first address so far, localhost by
         * default.
         *
         * @param port 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder port(int port) {
            return address(addresses.get(0).host(), port);
        }

        /**
         * Sets the TLS options; {@link TlsOptions#NONE} by default. The default port stays 5672, so set the address,
         * too.
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
         * Sets the name of the I/O adapter. Connections with the same name share the adapter; it is closed with the
         * last of them.
         *
         * @param name for instance "nio"; empty, the default, for the preferred one of the installed adapters
         */
        public Builder adapter(String name) {
            adapterName = Objects.requireNonNull(name);
            adapter = null;
            return this;
        }

        /**
         * Sets the I/O adapter object, instead of a name.
         *
         * @param own the caller closes it, after the connections
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
         * Sets the user and the password; guest and guest by default, which RabbitMQ accepts only from localhost.
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
         * Sets a provider of credentials, instead of a fixed user and password. The client asks it before each attempt
         * to connect and, while the connection is open, after each {@link Credentials#renewal}. If the token or
         * password has changed, the client sends it to the broker (connection.update-secret), and the connection stays
         * open.
         *
         * <p>If the provider fails, or does not answer within {@link #connectTimeout}, the attempt has failed, and the
         * strategy decides what to do, see {@link RecoveryOptions.Builder#strategy}. The same applies to a login that
         * the broker refuses; then the client asks with {@link CredentialsProvider#replacing}. A renewal that fails is
         * logged and repeated; the connection stays open.
         *
         * @param provider called on the completion executor, where it may block; called by several connections at once
         *     if they share it
         */
        public Builder credentials(CredentialsProvider provider) {
            credentials = Credentials.NONE;
            credentialsProvider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets the SASL mechanisms that may be used; PLAIN and AMQPLAIN by default.
         *
         * @param names the preferred one first; the client uses the first that the broker offers
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
         * Sets properties that are sent to the broker in addition to the SDK's, which they may replace; none by
         * default.
         *
         * @param properties copied; values as in {@link FieldTable#of}
         */
        public Builder clientProperties(Map<String, ?> properties) {
            clientProperties = Map.copyOf(properties);
            return this;
        }

        /**
         * Sets the requested channel-max, the highest channel number; 2047 by default. The broker may allow fewer
         * channels.
         *
         * @param number 0 to 65535; 0 leaves it to the broker; checked by {@link #build}
         */
        public Builder channelMax(int number) {
            channelMax = number;
            return this;
        }

        /**
         * Sets the requested frame-max, the size of the largest frame; 131072 bytes by default. The broker may allow
         * only smaller frames.
         *
         * @param bytes 4096 (RabbitMQ 4.1: 8192) or more; 0 leaves it to the broker; checked by {@link #build}
         */
        public Builder frameMax(int bytes) {
            frameMax = bytes;
            return this;
        }

        /**
         * Sets the requested heartbeat interval (specification §4.2.7); 60 s by default. A connection that receives
         * nothing for two intervals counts as lost.
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
         * Sets the timeout for connecting to one address, including TLS; 30 s by default.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets the timeout for opening the AMQP connection after the transport is connected; 30 s by default.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets the timeout for a reply, including the wait for earlier commands of its channel; 20 s by default.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder callTimeout(Duration timeout) {
            callTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets the timeout for closing a channel or the connection; 10 s by default. If the broker has not answered by
         * then, the connection is closed without its answer. While the broker has blocked the connection, it reads
         * nothing, so closing takes at most 1 s then.
         *
         * @param timeout more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = positive(timeout);
            return this;
        }

        /**
         * Sets how long a publish of a blocking channel may wait for room, and for its verdict while the connection is
         * being recovered; 60 s by default, longer than an ordinary restart of the broker. {@link Channel#publish}
         * never waits.
         *
         * @param timeout zero or more; zero not to wait
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
         * Sets the size of the largest message body that is accepted from the broker; 64 MiB by default. The client
         * skips a larger message without using memory and rejects it, see {@link ConnectionListener#onOversized}.
         *
         * @param bytes 0 to 2147483639; checked by {@link #build}
         */
        public Builder maxMessageSize(int bytes) {
            maxMessageSize = bytes;
            return this;
        }

        /**
         * Sets how many bytes messages may take that have not arrived completely, over all channels; 128 MiB by
         * default, and at least {@link #maxMessageSize}. If a broker sends more of them at the same time, the client
         * closes the connection with 506. No message is lost: the broker delivers unacknowledged messages again.
         *
         * @param bytes 1 or more; checked by {@link #build}
         */
        public Builder assemblyBound(long bytes) {
            assemblyBound = bytes;
            return this;
        }

        /**
         * Sets how many bytes of received messages may wait for the application before the connection stops reading; 16
         * MiB by default. Each message counts with its body, its encoded properties, its names and 200 bytes; returned
         * messages count too, and each method or event that waits for a callback of {@link Callbacks} counts 1 KiB. It
         * is better to limit messages with {@link Channel#basicQos(int)}.
         *
         * <p>Replies and everything else arrive on the same connection. So while the application waits for a reply, a
         * verdict, the end of a block, room to publish, or what {@link Channel#keepReadingWhile} says, the client reads
         * a little more from time to time. This stops at four times the bound, or at 16 MiB more than the bound if that
         * is more. Then the waits end by their timeouts, and the message of the exception says so.
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
         * Sets two marks for the bytes that wait for the network: at the high mark there is no more room to publish, at
         * the low mark there is room again; 4 MiB and 1 MiB by default. Without room, {@link Channel#tryPublish}
         * returns false and a blocking channel waits; {@link Channel#publish} continues, up to {@link #publishBuffer}.
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
         * Sets how many bytes {@link Channel#publish} may keep to send them later when they cannot be sent now; 16 MiB
         * by default. A publish beyond that throws {@link PublishBlockedException}. The bound applies to the whole
         * connection, with or without recovery. It limits the messages, counted as for {@link #inboxBound}, that are
         * kept while a publish window is full, while the connection is being recovered
         * ({@link WhileDisconnected#BUFFER}), or to be published again ({@link LostPublishes#REPUBLISH}). It also
         * limits the encoded bytes beyond the high water mark that wait for the network. It is checked before a message
         * is kept, so it may be exceeded by one message.
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
         * Sets where callbacks run, unless a channel has its own option; {@link Dispatch#EXECUTOR} by default.
         *
         * @param where see {@link Dispatch}
         */
        public Builder dispatch(Dispatch where) {
            dispatch = Objects.requireNonNull(where);
            return this;
        }

        /**
         * Sets the executor for callbacks that may take long, with {@link Dispatch#EXECUTOR}: delivery handlers,
         * listeners of the connection, registered callbacks and scheduled tasks. By default it is the SDK's, with a
         * virtual thread for each task, or on older JDKs a thread pool. With that default, an adapter whose I/O can
         * move to another thread, such as nio, runs callbacks that so far took less than 250 microseconds on the thread
         * that read the message, between two rounds of I/O. If such a callback takes longer than about two
         * milliseconds, it keeps that thread, and another thread continues the I/O. An executor that is set here runs
         * all callbacks.
         *
         * <p>It may have any number of threads: replies, verdicts and timeouts, which callbacks may wait for, do not
         * need them, see {@link #completionExecutor}. A task that it refuses, or runs on the submitting thread (which
         * may be the adapter's), runs on the SDK's executor instead. It must not drop tasks silently.
         *
         * @param own the caller shuts it down, after the connections
         */
        public Builder executor(Executor own) {
            executor = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Sets the executor on which stages complete, and on which callbacks of commands and publishes and listeners
         * for returned messages run, unless that is the I/O thread. By default it is the SDK's, with as many threads as
         * needed, and quick callbacks run between two rounds of I/O as with {@link #executor}. A callback that waits
         * for a reply, a verdict or a timeout needs a free thread of this executor, so it must never run out of
         * threads: a limit may cause a deadlock.
         *
         * @param own the caller shuts it down, after the connections
         */
        public Builder completionExecutor(Executor own) {
            completionExecutor = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Sets whether and how the connection is recovered when it is lost; by default it is, see
         * {@link RecoveryOptions#DEFAULT}, and {@link RecoveryOptions#NONE} switches recovery off. A first connect that
         * fails is not repeated, unless {@link RecoveryOptions.Builder#firstConnect} says so.
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
         * @param on whether to log frames
         */
        public Builder traceFrames(boolean on) {
            traceFrames = on;
            return this;
        }

        /**
         * Sets the observer of the connection, for metrics or traces; none by default. It replaces the previous one;
         * {@link ClientObserver#all} combines several.
         *
         * @param observer called by any thread; see its description for the rules
         */
        public Builder observer(ClientObserver observer) {
            this.observer = Objects.requireNonNull(observer);
            return this;
        }

        /**
         * Sets the handler of exceptions that callbacks of the application throw; by default they are logged at level
         * error.
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
