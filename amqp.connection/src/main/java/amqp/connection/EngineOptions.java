// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.backpressure.AverageFrameDetector;
import amqp.backpressure.WaterMarks;
import amqp.codec.FieldTable;
import amqp.codec.WireWriter;
import amqp.credentials.Credentials;
import amqp.credentials.Mechanisms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Options of a {@link ConnectionEngine}. Immutable; made by {@link #builder}. */
public final class EngineOptions {
    /** The smallest frame-max that the specification (§4.2.3) allows. */
    static final int SMALLEST_FRAME_MAX = 4096;

    /** User guest, virtual host "/", and the defaults of the methods of {@link Builder}. */
    public static final EngineOptions DEFAULT = builder().build();

    private final String virtualHost;
    private final Credentials credentials;
    private final Mechanisms mechanisms;
    private final List<String> mechanismWishes;
    private final FieldTable clientProperties;
    private final Tuning tuning;
    private final Duration handshakeTimeout;
    private final Duration closeTimeout;
    private final int maxMessageSize;
    private final long assemblyBound;
    private final double backpressureMultiplier;
    private final long highWaterMark;
    private final long lowWaterMark;

    private EngineOptions(Builder from) {
        virtualHost = from.virtualHost;
        credentials = from.credentials;
        mechanisms = from.mechanisms;
        mechanismWishes = from.mechanismWishes;
        clientProperties = from.clientProperties;
        tuning = from.tuning;
        handshakeTimeout = from.handshakeTimeout;
        closeTimeout = from.closeTimeout;
        maxMessageSize = from.maxMessageSize;
        assemblyBound = from.assemblyBound;
        backpressureMultiplier = from.backpressureMultiplier;
        highWaterMark = from.highWaterMark;
        lowWaterMark = from.lowWaterMark;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder()
                .virtualHost(virtualHost)
                .credentials(credentials)
                .mechanisms(mechanisms)
                .mechanismWishes(mechanismWishes)
                .clientProperties(clientProperties)
                .tuning(tuning)
                .handshakeTimeout(handshakeTimeout)
                .closeTimeout(closeTimeout)
                .maxMessageSize(maxMessageSize)
                .assemblyBound(assemblyBound)
                .backpressureMultiplier(backpressureMultiplier)
                .waterMarks(highWaterMark, lowWaterMark);
    }

    /** Returns the virtual host to open. */
    public String virtualHost() {
        return virtualHost;
    }

    /** Returns the credentials for the login. */
    public Credentials credentials() {
        return credentials;
    }

    /** Returns the known SASL mechanisms. */
    public Mechanisms mechanisms() {
        return mechanisms;
    }

    /** Returns the names of the mechanisms that may be used, the preferred one first; unmodifiable. */
    public List<String> mechanismWishes() {
        return mechanismWishes;
    }

    /** Returns the client properties for the broker, without the capabilities, which the engine adds. */
    public FieldTable clientProperties() {
        return clientProperties;
    }

    /** Returns the limits to request in connection.tune. */
    public Tuning tuning() {
        return tuning;
    }

    /** Returns the timeout from the connected transport to connection.open-ok. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** Returns the timeout from connection.close to connection.close-ok. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Returns the size in bytes of the largest inbound body that is accepted. */
    public int maxMessageSize() {
        return maxMessageSize;
    }

    /** Returns how many bytes messages may take that have not arrived completely, over all channels. */
    public long assemblyBound() {
        return assemblyBound;
    }

    /** Returns how many frames of average size may wait before {@link Event.Backpressure} is reported. */
    public double backpressureMultiplier() {
        return backpressureMultiplier;
    }

    /** Returns the number of outbound bytes at which {@link Event.Backpressure} is reported. */
    public long highWaterMark() {
        return highWaterMark;
    }

    /** Returns the number of outbound bytes at which the end of backpressure is reported. */
    public long lowWaterMark() {
        return lowWaterMark;
    }

    /** Returns all options; the password is hidden. */
    @Override
    public String toString() {
        return "EngineOptions[virtualHost=" + virtualHost + ", credentials=" + credentials + ", mechanisms="
                + mechanisms
                + ", mechanismWishes=" + mechanismWishes + ", clientProperties=" + clientProperties + ", tuning="
                + tuning
                + ", handshakeTimeout=" + handshakeTimeout + ", closeTimeout=" + closeTimeout + ", maxMessageSize="
                + maxMessageSize + ", assemblyBound=" + assemblyBound + ", backpressureMultiplier="
                + backpressureMultiplier + ", highWaterMark="
                + highWaterMark + ", lowWaterMark=" + lowWaterMark + "]";
    }

    /** Collects options; each method changes one and returns the builder. For one thread. */
    public static final class Builder {
        private String virtualHost = "/";
        private Credentials credentials = Credentials.of("guest", "guest");
        private Mechanisms mechanisms = Mechanisms.builtIn();
        private List<String> mechanismWishes = Mechanisms.DEFAULT_WISHES;
        private FieldTable clientProperties = FieldTable.EMPTY;
        private Tuning tuning = new Tuning(2047, 131_072, 60);
        private Duration handshakeTimeout = Duration.ofSeconds(30);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private int maxMessageSize = 64 << 20;
        private long assemblyBound = 128 << 20;
        private double backpressureMultiplier = AverageFrameDetector.DEFAULT_MULTIPLIER;
        private long highWaterMark = 4 << 20;
        private long lowWaterMark = 1 << 20;

        private Builder() {}

        /**
         * Sets the virtual host to open; "/" by default.
         *
         * @throws IllegalArgumentException when the name is longer than 255 bytes in UTF-8
         */
        public Builder virtualHost(String name) {
            if (name.getBytes(StandardCharsets.UTF_8).length > WireWriter.MAX_SHORT_STRING) {
                throw new IllegalArgumentException("the name of the virtual host is longer than 255 bytes; check it");
            }
            virtualHost = name;
            return this;
        }

        /** Sets the credentials for the login; the user guest by default. {@code toString} hides the password. */
        public Builder credentials(Credentials who) {
            credentials = Objects.requireNonNull(who, "credentials");
            return this;
        }

        /** Sets the known SASL mechanisms; the built-in ones by default. */
        public Builder mechanisms(Mechanisms known) {
            mechanisms = Objects.requireNonNull(known, "mechanisms");
            return this;
        }

        /**
         * Sets the names of the mechanisms that may be used, the preferred one first; PLAIN, then AMQPLAIN by default.
         */
        public Builder mechanismWishes(List<String> names) {
            mechanismWishes = List.copyOf(names);
            return this;
        }

        /** Sets the client properties for the broker, in addition to the capabilities; none by default. */
        public Builder clientProperties(FieldTable properties) {
            clientProperties = Objects.requireNonNull(properties, "clientProperties");
            return this;
        }

        /**
         * Sets the limits to request in connection.tune; 2047 channels, frames of 131072 bytes and a heartbeat every 60
         * s by default. 0 leaves the first two to the broker, and switches heartbeats off.
         *
         * @throws IllegalArgumentException unless channel-max and heartbeat are 0 to 65535, and frame-max 0 or at least
         *     4096
         */
        public Builder tuning(Tuning wish) {
            if (wish.frameMax() != 0 && wish.frameMax() < SMALLEST_FRAME_MAX) {
                throw new IllegalArgumentException(
                        "frame-max is " + wish.frameMax() + "; it is 0 or at least " + SMALLEST_FRAME_MAX);
            }
            checkShort("channel-max", wish.channelMax());
            checkShort("heartbeat", wish.heartbeatSeconds());
            tuning = wish;
            return this;
        }

        private static void checkShort(String what, int value) {
            if (value < 0 || value > 0xffff) {
                throw new IllegalArgumentException(what + " is " + value + "; it is 0 to 65535");
            }
        }

        /**
         * Sets the timeout from the connected transport to connection.open-ok; 30 s by default.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = positive("handshake", timeout);
            return this;
        }

        /**
         * Sets the timeout from connection.close to connection.close-ok; 10 s by default.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = positive("close", timeout);
            return this;
        }

        private static Duration positive(String what, Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException(
                        "the timeout of the " + what + " is " + timeout + "; give a positive one");
            }
            return timeout;
        }

        /**
         * Sets the size of the largest inbound body that is accepted; 64 MiB by default. See {@link Event.Oversized}
         * for larger ones.
         *
         * @param bytes 0 to 2147483639
         * @throws IllegalArgumentException when it is out of this range
         */
        public Builder maxMessageSize(int bytes) {
            if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("the largest message is 0 to 2147483639 bytes, not " + bytes);
            }
            maxMessageSize = bytes;
            return this;
        }

        /**
         * Sets how many bytes messages may take that have not arrived completely, over all channels; 128 MiB by
         * default, and at least {@link #maxMessageSize}. If a broker sends more at a time, the engine closes the
         * connection with {@link amqp.codec.ReplyCode#RESOURCE_ERROR}.
         *
         * @param bytes 1 or more
         * @throws IllegalArgumentException when it is less
         */
        public Builder assemblyBound(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("the bound of the assembly is 1 byte or more, not " + bytes);
            }
            assemblyBound = bytes;
            return this;
        }

        /**
         * Sets how many frames of average size may wait before {@link Event.Backpressure} is reported; 10 by default.
         *
         * @throws IllegalArgumentException unless it is positive and finite
         */
        public Builder backpressureMultiplier(double frames) {
            new AverageFrameDetector(frames); // knows its range
            backpressureMultiplier = frames;
            return this;
        }

        /**
         * Sets the numbers of outbound bytes at which {@link Event.Backpressure} and its end are reported; 4 MiB and 1
         * MiB by default.
         *
         * @throws IllegalArgumentException unless {@code 0 <= low < high}
         */
        public Builder waterMarks(long high, long low) {
            new WaterMarks(high, low); // knows its range
            highWaterMark = high;
            lowWaterMark = low;
            return this;
        }

        /** Returns the options; the builder can be used again. */
        public EngineOptions build() {
            return new EngineOptions(this);
        }
    }
}
