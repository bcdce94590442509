// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Messages at a steady rate, and the time of each from the moment when it was due to its arrival. That moment is in the
 * body and follows from the rate alone: a sender that is late, for whatever reason, sends what is overdue at once, and
 * the delay counts. One thread sends, one tells arrivals.
 */
final class Pace {
    /** Bytes of a body. */
    static final int SIZE = 16;

    private static final long LATEST_SECONDS = 60;

    private final int rate;
    private final int count;
    private final Histogram nanos = new Histogram(3);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private long start;
    private long end;

    /** What publishes. */
    interface Sender {
        void send(byte[] body) throws Exception;
    }

    /**
     * @param rate messages a second
     * @param count messages in all, 1 at least
     */
    Pace(int rate, int count) {
        this.rate = rate;
        this.count = count;
    }

    int count() {
        return count;
    }

    /** Sends all of them and waits until all have arrived. */
    void run(Sender sender) throws Exception {
        start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + TimeUnit.SECONDS.toNanos(i) / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sender.send(ByteBuffer.allocate(SIZE).putLong(due).array());
        }
        if (!arrived.await(LATEST_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("not all messages came");
        }
    }

    /** A message is here. */
    void arrived(byte[] body) {
        long now = System.nanoTime();
        nanos.recordValue(Math.max(0, now - ByteBuffer.wrap(body).getLong()));
        if (nanos.getTotalCount() == count) {
            end = now;
            arrived.countDown();
        }
    }

    /**
     * What it came to; after {@link #run}.
     *
     * @param cpuMicros of the process, for each message
     */
    Latency latency(double cpuMicros) {
        return new Latency(
                count / ((end - start) / 1e9),
                cpuMicros,
                micros(50),
                micros(99),
                micros(99.9),
                nanos.getMaxValue() / 1e3);
    }

    private double micros(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e3;
    }
}
