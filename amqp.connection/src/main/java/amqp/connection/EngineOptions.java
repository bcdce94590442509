// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.backpressure.AverageFrameDetector;
import amqp.codec.FieldTable;
import amqp.codec.WireWriter;
import amqp.credentials.Credentials;
import amqp.credentials.Mechanisms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What an engine needs to know before it starts.
 *
 * @param virtualHost the virtual host to open, at most 255 octets in UTF-8
 * @param login who logs in, and how
 * @param clientProperties told to the broker; the capabilities are added to them
 * @param tuning the highest channel number, largest frame in octets and heartbeat interval in seconds to ask for; 0 leaves
 *     the first two to the broker and switches heartbeats off
 * @param limits bounds in time and space
 * @param backpressure when the outbound octets are too many
 */
public record EngineOptions(
        String virtualHost,
        Login login,
        FieldTable clientProperties,
        Tuning tuning,
        Limits limits,
        Backpressure backpressure) {

    /** The smallest frame-max that the specification (§4.2.3) allows. */
    static final int SMALLEST_FRAME_MAX = 4096;

    /** User guest, virtual host "/", and the usual limits. */
    public static final EngineOptions DEFAULT = new EngineOptions(
            "/",
            Login.of(Credentials.of("guest", "guest")),
            FieldTable.EMPTY,
            new Tuning(2047, 131_072, 60),
            Limits.DEFAULT,
            Backpressure.DEFAULT);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when the name of the virtual host is longer than 255 octets in UTF-8, or a value of
     *     the tuning is out of its range
     */
    public EngineOptions {
        if (virtualHost.getBytes(StandardCharsets.UTF_8).length > WireWriter.MAX_SHORT_STRING) {
            throw new IllegalArgumentException("the name of the virtual host is longer than 255 bytes; check it");
        }
        if (tuning.frameMax() != 0 && tuning.frameMax() < SMALLEST_FRAME_MAX) {
            throw new IllegalArgumentException(
                    "frame-max is " + tuning.frameMax() + "; it is 0 or at least " + SMALLEST_FRAME_MAX);
        }
        checkShort("channel-max", tuning.channelMax());
        checkShort("heartbeat", tuning.heartbeatSeconds());
    }

    private static void checkShort(String what, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + " is " + value + "; it is 0 to 65535");
        }
    }

    /**
     * Who logs in, and how.
     *
     * @param credentials never shown by {@code toString}
     * @param mechanisms the SASL mechanisms that are known
     * @param wishes names of the mechanisms to use, the preferred one first
     */
    public record Login(Credentials credentials, Mechanisms mechanisms, List<String> wishes) {
        /** Copies the wishes. */
        public Login {
            wishes = List.copyOf(wishes);
        }

        /** By PLAIN or AMQPLAIN, whichever the broker has. */
        public static Login of(Credentials credentials) {
            return new Login(credentials, Mechanisms.builtIn(), Mechanisms.DEFAULT_WISHES);
        }
    }

    /**
     * Bounds in time and space.
     *
     * @param handshake from the transport being there to connection.open-ok
     * @param close from connection.close to connection.close-ok
     * @param messageSize largest inbound body in octets that is accepted, 0 to 2147483639
     */
    public record Limits(Duration handshake, Duration close, int messageSize) {
        /** 30 s, 10 s, 64 MiB. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), 64 << 20);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException when a time isn't positive, or the size out of its range
         */
        public Limits {
            checkPositive("handshake", handshake);
            checkPositive("close", close);
            if (messageSize < 0 || messageSize > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("the largest message is 0 to 2147483639 bytes, not " + messageSize);
            }
        }

        private static void checkPositive(String what, Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException(
                        "the timeout of the " + what + " is " + timeout + "; give a positive one");
            }
        }
    }

    /**
     * When {@link Event.Backpressure} is told.
     *
     * @param multiplier frames of average size that may wait
     * @param highWaterMark outbound octets at which it begins
     * @param lowWaterMark outbound octets at which it ends, less than the high water mark
     */
    public record Backpressure(double multiplier, long highWaterMark, long lowWaterMark) {
        /** 10 frames; 4 MiB and 1 MiB. */
        public static final Backpressure DEFAULT =
                new Backpressure(AverageFrameDetector.DEFAULT_MULTIPLIER, 4 << 20, 1 << 20);
    }
}
