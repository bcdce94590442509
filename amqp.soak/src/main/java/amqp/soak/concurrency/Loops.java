// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.Alarm;
import amqp.adapter.spi.toolkit.TimerThreads;
import amqp.adapter.spi.toolkit.TransportDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** What application threads flush is written, and a timer rings in time. */
final class Loops {
    private static final int SIZE = 64;

    private Loops() {}

    /** Two threads have something to send; the loop's thread comes only when it is woken. */
    static void flush() {
        var crew = Crew.shared(new Crew());
        var loop = Crew.shared(new Loop(crew, new Outbound()));
        loop.connectionMadeNow();
        crew.start(() -> loop.send(1));
        crew.start(() -> loop.send(2));
        crew.start(loop::becameWritableNow);
        crew.join();
        Crew.check(loop.handler.waiting.isEmpty(), "octets wait, and nobody will write them");
        Crew.check(loop.written.get() == 2, loop.written + " octets were written");
    }

    /** Two threads want a timer that is not set. */
    static void unsetAlarm() {
        var crew = Crew.shared(new Crew());
        var alarm = Crew.shared(new Alarm());
        var set = Crew.shared(new AtomicLong(Alarm.NONE));
        var lock = new ReentrantLock();
        crew.start(() -> want(alarm, set, lock, FAR));
        crew.start(() -> want(alarm, set, lock, NEAR));
        crew.join();
        Crew.check(set.get() <= NEAR, "the timer is set for " + set);
    }

    /** A timer that is set already rings while another thread wants a shorter one. */
    static void alarm() {
        var crew = Crew.shared(new Crew());
        var alarm = Crew.shared(new Alarm());
        var set = Crew.shared(new AtomicLong(Alarm.NONE));
        var lock = new ReentrantLock();
        want(alarm, set, lock, FAR);
        crew.start(() -> want(alarm, set, lock, NEAR));
        crew.start(() -> {
            lock.lock();
            try {
                set.set(Alarm.NONE); // it has left the queue of timers
            } finally {
                lock.unlock();
            }
            alarm.rang();
            want(alarm, set, lock, FAR); // the handler is asked, and does not know better yet
        });
        crew.join();
        want(alarm, set, lock, NEAR);
        Crew.check(set.get() <= NEAR, "the timer is set for " + set);
    }

    private static final long FAR = 20_000_000;
    private static final long NEAR = 5_000_000;

    private static void want(Alarm alarm, AtomicLong set, ReentrantLock lock, long delay) {
        var nanos = alarm.nanosToSet(0, delay, false);
        if (nanos == Alarm.NONE) return;
        lock.lock();
        try {
            set.set(Math.min(set.get(), nanos)); // the earlier time wins
        } finally {
            lock.unlock();
        }
    }

    /** Two threads set timers that are due at once; the threads that run them come and wait, and end in the end. */
    static void timerThreads() {
        var crew = Crew.shared(new Crew());
        var timers = Crew.shared(new TimerThreads(crew::made));
        var ran = Crew.shared(new AtomicInteger());
        Runnable action = () -> {
            if (ran.incrementAndGet() == 2) timers.close();
        };
        crew.start(() -> timers.schedule(Duration.ZERO, action));
        crew.start(() -> timers.schedule(Duration.ZERO, action));
        crew.join();
        Crew.check(ran.get() == 2, ran + " actions ran of 2");
    }

    private static final class Outbound implements TransportHandler {
        final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();

        @Override
        public void connected(Transport transport) {}

        @Override
        public void received(ByteBuffer source) {}

        @Override
        public void transmit(ByteBuffer target) {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) target.put(next.byteValue());
        }

        @Override
        public long nanosUntilTimeout() {
            return Long.MAX_VALUE;
        }

        @Override
        public void timeout() {}

        @Override
        public void closed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    /** Its thread is whoever holds the lock. The socket takes one octet only at first. */
    private static final class Loop extends TransportDriver {
        final Outbound handler;
        final AtomicInteger written = new AtomicInteger();
        private final Crew crew;
        private final ReentrantLock turn = new ReentrantLock();
        private final ByteBuffer buffer = ByteBuffer.allocate(SIZE);

        Loop(Crew crew, Outbound handler) {
            super(Endpoint.of("127.0.0.1", 1), handler);
            this.crew = crew;
            this.handler = handler;
        }

        void send(int octet) {
            handler.waiting.add(octet);
            flush();
        }

        void connectionMadeNow() {
            inTurn(this::connectionMade);
        }

        void becameWritableNow() {
            inTurn(this::becameWritable);
        }

        private void inTurn(Runnable entry) {
            turn.lock();
            try {
                entry.run();
            } finally {
                turn.unlock();
            }
        }

        @Override
        public boolean onIoThread() {
            return turn.isHeldByCurrentThread();
        }

        @Override
        protected void wakeUp() {
            crew.start(() -> inTurn(this::wokenUp));
        }

        @Override
        protected ByteBuffer acquireBuffer() {
            return buffer.clear();
        }

        @Override
        protected void releaseBuffer(ByteBuffer lent) {}

        @Override
        protected boolean write(ByteBuffer bytes) {
            written.addAndGet(bytes.remaining());
            bytes.position(bytes.limit());
            return true;
        }

        @Override
        protected void armTimer(long delayNanos) {}

        @Override
        protected void setReading(boolean on) {}

        @Override
        protected void shut() {}

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }
}
