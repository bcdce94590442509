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

    /** User guest, virtual host "/", and what the methods of {@link Builder} state. */
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

    /** A builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these options. */
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

    /** The virtual host to open. */
    public String virtualHost() {
        return virtualHost;
    }

    /** Who logs in. */
    public Credentials credentials() {
        return credentials;
    }

    /** The SASL mechanisms that are known. */
    public Mechanisms mechanisms() {
        return mechanisms;
    }

    /** Names of the mechanisms to use, the preferred one first; unmodifiable. */
    public List<String> mechanismWishes() {
        return mechanismWishes;
    }

    /** The client properties that are sent to the broker, without the capabilities, which the engine adds. */
    public FieldTable clientProperties() {
        return clientProperties;
    }

    /** What to ask for in connection.tune. */
    public Tuning tuning() {
        return tuning;
    }

    /** How long it may take from the transport being there to connection.open-ok. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** How long it may take from connection.close to connection.close-ok. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** The largest inbound body that is accepted, in bytes. */
    public int maxMessageSize() {
        return maxMessageSize;
    }

    /** The memory in bytes that messages may take that have not come whole yet, over all channels. */
    public long assemblyBound() {
        return assemblyBound;
    }

    /** How many frames of average size may wait before {@link Event.Backpressure} is reported. */
    public double backpressureMultiplier() {
        return backpressureMultiplier;
    }

    /** Outbound bytes at which {@link Event.Backpressure} is reported. */
    public long highWaterMark() {
        return highWaterMark;
    }

    /** Outbound bytes at which the end of that is reported. */
    public long lowWaterMark() {
        return lowWaterMark;
    }

    /** All options; the password is hidden. */
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
         * The virtual host to open; "/" by default.
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

        /** Who logs in; the user guest by default. The password is not shown by {@code toString}. */
        public Builder credentials(Credentials who) {
            credentials = Objects.requireNonNull(who, "credentials");
            return this;
        }

        /** The SASL mechanisms that are known; the built-in ones by default. */
        public Builder mechanisms(Mechanisms known) {
            mechanisms = Objects.requireNonNull(known, "mechanisms");
            return this;
        }

        /** Names of the mechanisms to use, the preferred one first; PLAIN, then AMQPLAIN by default. */
        public Builder mechanismWishes(List<String> names) {
            mechanismWishes = List.copyOf(names);
            return this;
        }

        /** The client properties that are sent to the broker besides the capabilities; none by default. */
        public Builder clientProperties(FieldTable properties) {
            clientProperties = Objects.requireNonNull(properties, "clientProperties");
            return this;
        }

        /**
         * What to ask for in connection.tune; 2047 channels, frames of 131072 bytes and a heartbeat every 60 s by default. 0
         * leaves the first two to the broker, and switches heartbeats off.
         *
         * @throws IllegalArgumentException unless channel-max and heartbeat are 0 to 65535, and frame-max 0 or at least 4096
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
         * How long it may take from the transport being there to connection.open-ok; 30 s by default.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = positive("handshake", timeout);
            return this;
        }

        /**
         * How long it may take from connection.close to connection.close-ok; 10 s by default.
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
         * The largest inbound body that is accepted; 64 MiB by default. What becomes of a larger one is said at
         * {@link Event.Oversized}.
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
         * The memory that messages may take that have not come whole yet, over all channels; 128 MiB by default, and never
         * less than {@link #maxMessageSize}. A broker that begins more than that at a time is left with {@link
         * amqp.codec.ReplyCode#RESOURCE_ERROR}.
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
         * How many frames of average size may wait before {@link Event.Backpressure} is reported; 10 by default.
         *
         * @throws IllegalArgumentException unless it is positive and finite
         */
        public Builder backpressureMultiplier(double frames) {
            new AverageFrameDetector(frames); // knows its range
            backpressureMultiplier = frames;
            return this;
        }

        /**
         * Outbound bytes at which {@link Event.Backpressure} is reported, and at which its end is; 4 MiB and 1 MiB by default.
         *
         * @throws IllegalArgumentException unless {@code 0 <= low < high}
         */
        public Builder waterMarks(long high, long low) {
            new WaterMarks(high, low); // knows its range
            highWaterMark = high;
            lowWaterMark = low;
            return this;
        }

        /** The options as they are now; the builder may go on. */
        public EngineOptions build() {
            return new EngineOptions(this);
        }
    }
}
