// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import amqp.adapter.spi.Cancellable;
import amqp.client.dispatch.Inbox;
import amqp.client.dispatch.ReadingGate;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reading stops while the inbox is full, and never for good. */
final class Inboxes {
    private static final long BOUND = 1000;
    private static final long MOST = 4 * BOUND;
    private static final long MESSAGE = 600;
    private static final int MOST_TICKS = 20;

    private Inboxes() {}

    static void inbox() {
        var crew = Crew.shared(new Crew());
        var reading = Crew.shared(new Reading());
        var inbox = Crew.shared(new Inbox(BOUND, MOST, reading::pauseReading, reading::resumeReading));
        inbox.arrived(MESSAGE);
        crew.start(() -> inbox.arrived(MESSAGE));
        crew.start(() -> {
            inbox.taken(MESSAGE);
            inbox.taken(MESSAGE);
        });
        crew.start(inbox::letIn);
        crew.join();
        Crew.check(reading.on, "all is taken, and reading is stopped");
    }

    /** What is awaited is let in, and the ticks go on as long as reading is stopped. */
    static void gate() {
        var crew = Crew.shared(new Crew());
        var reading = Crew.shared(new Reading());
        var gate = Crew.shared(new ReadingGate(BOUND, reading, () -> true));
        var inbox = gate.inbox();
        inbox.arrived(MESSAGE);
        inbox.arrived(MESSAGE);
        crew.start(() -> {
            inbox.taken(MESSAGE);
            inbox.taken(MESSAGE);
        });
        crew.start(() -> {
            inbox.arrived(MESSAGE);
            inbox.arrived(MESSAGE);
        });
        crew.start(reading::tick);
        crew.join();
        Crew.check(reading.on == !inbox.isPaused(), "the gate and the transport do not agree");
        Crew.check(reading.on || !reading.ticks.isEmpty(), "reading is stopped, and nobody will look again");
        inbox.taken(MESSAGE);
        inbox.taken(MESSAGE);
        Crew.check(reading.on, "all is taken, and reading is stopped");
        for (var i = 0; i < MOST_TICKS; i++) reading.tick();
        Crew.check(reading.ticks.isEmpty(), "the ticks never end");
    }

    private static final class Reading implements ReadingGate.Reading {
        final Queue<Runnable> ticks = new ConcurrentLinkedQueue<>();
        volatile boolean on = true;

        @Override
        public void pauseReading() {
            on = false;
        }

        @Override
        public void resumeReading() {
            on = true;
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            ticks.add(task);
            return () -> ticks.remove(task);
        }

        void tick() {
            var next = ticks.poll();
            if (next != null) next.run();
        }
    }
}
