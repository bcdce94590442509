// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.soak.findings.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Application threads that begin at once, each after a tiny seeded spin of its own. */
final class Lineup {
    private static final int SHORT_SPIN = 3_000;
    private static final int LONG_SPIN = 300_000;

    private final Findings findings;
    private final SplittableRandom random;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch start = new CountDownLatch(1);

    /** What an application thread does. */
    interface Task {
        void run() throws InterruptedException;
    }

    Lineup(Findings findings, SplittableRandom random) {
        this.findings = findings;
        this.random = random;
    }

    Lineup with(String name, Task task) {
        var spins = spins(random);
        var thread = new Thread(
                () -> {
                    try {
                        start.await();
                        spin(spins);
                        task.run();
                    } catch (InterruptedException e) {
                        findings.add(name + " was interrupted");
                    } catch (RuntimeException | Error e) {
                        findings.add(name + " failed", e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return this;
    }

    /** Mostly few, sometimes about a millisecond. */
    static int spins(SplittableRandom random) {
        return random.nextInt(random.nextInt(4) == 0 ? LONG_SPIN : SHORT_SPIN);
    }

    static void spin(int times) {
        for (var i = 0; i < times; i++) Thread.onSpinWait();
    }

    /** Lets them go, and returns when all have ended. One that has not by the deadline is a finding. */
    void go(Duration deadline) {
        start.countDown();
        var end = System.nanoTime() + deadline.toNanos();
        for (var thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                findings.add(thread.getName() + " hangs at " + Arrays.toString(thread.getStackTrace()));
                thread.interrupt();
            }
        }
    }
}
