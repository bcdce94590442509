// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some hundred orders of each; {@code bin/concurrency} goes on for minutes. And what is broken is found. */
@Tag("once")
class ConcurrencyTest {
    private static final int ORDERS = 200;
    private static final int PLANTED_ORDERS = 3000;
    private static final long BOUND = 1000;

    @ParameterizedTest
    @EnumSource
    void everyOrderGoesWell(Scenario scenario) {
        scenario.play(ORDERS);
    }

    private static void assertFound(Runnable play, String what) {
        var found = assertThrows(AssertionError.class, () -> Scenario.play(PLANTED_ORDERS, play));
        assertTrue(String.valueOf(found).contains(what), found::toString);
    }

    @Test
    void inboxThatDoesNotLookAgainIsFound() {
        assertFound(
                () -> Inboxes.counting((full, roomAgain) -> {
                    var inbox = Crew.shared(new Careless(full, roomAgain));
                    return new Inboxes.Counting(inbox::arrived, inbox::taken, () -> {});
                }),
                "reading is stopped");
    }

    /** Does not ask, once it has stopped, whether all was taken meanwhile. */
    private static final class Careless {
        private final AtomicLong bytes = new AtomicLong();
        private final Runnable full;
        private final Runnable roomAgain;
        private volatile boolean paused;

        Careless(Runnable full, Runnable roomAgain) {
            this.full = full;
            this.roomAgain = roomAgain;
        }

        void arrived(long size) {
            if (bytes.addAndGet(size) > BOUND) {
                paused = true;
                full.run();
            }
        }

        void taken(long size) {
            if (bytes.addAndGet(-size) <= BOUND / 2 && paused) {
                paused = false;
                roomAgain.run();
            }
        }
    }

    @Test
    void executorThatForgetsATaskIsFound() {
        // No constructor reference: Lincheck does not see what is made in the class behind it.
        assertFound(() -> Serial.executor(threads -> new Forgetful(threads)), " tasks ran of ");
    }

    /** Finds its queue empty, and says so only after another thread has relied on the opposite. */
    private static final class Forgetful implements Executor {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private final Executor threads;
        private volatile boolean scheduled;

        Forgetful(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            synchronized (waiting) {
                waiting.add(task);
                if (scheduled) return;
                scheduled = true;
            }
            threads.execute(this::runAll);
        }

        private void runAll() {
            for (var next = poll(); next != null; next = poll()) next.run();
            scheduled = false;
        }

        private Runnable poll() {
            synchronized (waiting) {
                return waiting.poll();
            }
        }
    }

    @Test
    void boundThatTellsNobodyIsFound() {
        assertFound(
                () -> Bounds.keeping(roomAgain -> {
                    var bytes = Crew.shared(new AtomicLong());
                    return new Bounds.Keeping(
                            bytes::addAndGet,
                            size -> {
                                var full = bytes.get() >= 10; // another thread may release meanwhile
                                if (full && bytes.addAndGet(-size) == 9) roomAgain.run();
                                else if (!full) bytes.addAndGet(-size);
                            },
                            () -> bytes.get() >= 10);
                }),
                "who waits is not told");
    }
}
