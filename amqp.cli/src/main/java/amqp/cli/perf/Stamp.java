// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The number and the time at the beginning of each body, laid out as RabbitMQ's perf-test does: 4 bytes and 8 bytes, the
 * most significant one first. The time is when the message was due to be sent: a nanoTime, which means nothing on another
 * machine, or milliseconds of the wall clock.
 */
enum Stamp {
    NANOS(System::nanoTime, 1),
    MILLIS(System::currentTimeMillis, TimeUnit.MILLISECONDS.toNanos(1));

    /** Bytes of a body that it takes. */
    static final int SIZE = 12;

    private static final int TIME = 4;

    private final LongSupplier clock;
    private final long unit;

    /** @param unit nanoseconds */
    Stamp(LongSupplier clock, long unit) {
        this.clock = clock;
        this.unit = unit;
    }

    /** @param agoNanos how long ago the message was due */
    void write(byte[] body, int number, long agoNanos) {
        ByteBuffer.wrap(body).putInt(number).putLong(clock.getAsLong() - agoNanos / unit);
    }

    /** Nanoseconds since the message was due; -1 for a message of somebody else, which is too short. */
    long age(byte[] body) {
        return body.length < SIZE
                ? -1
                : Math.max(0, (clock.getAsLong() - ByteBuffer.wrap(body).getLong(TIME)) * unit);
    }
}
