// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tasks and timeouts. Too late is only what never comes; too early is what comes before its time. */
abstract class TimerTests extends RuleTests {
    private static final Duration SOON = Duration.ofMillis(30);

    /** The resolution of clocks and timers. */
    private static final long RESOLUTION_NANOS = 2_000_000;

    TimerTests(AdapterTck tck) {
        super(tck);
    }

    @Test
    @Proves(Rule.TASKS_IN_ORDER)
    void tasksRunInTheOrderOfTheirTime() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            Queue<Due> ran = new ConcurrentLinkedQueue<>();
            for (int i : new int[] {5, 1, 4, 2, 3}) {
                Duration delay = SOON.multipliedBy(i);
                long earliest = System.nanoTime() + delay.toNanos();
                var latest = new CompletableFuture<Long>();
                recorder.schedule(delay, () -> ran.add(new Due(i, earliest, latest)));
                latest.complete(System.nanoTime() + delay.toNanos());
            }
            recorder.await(Rule.TASKS_IN_ORDER, () -> ran.size() >= 5, "not all tasks ran");
            // Whatever runs twice has its chance.
            afterAWhile(recorder);
            List<Due> order = List.copyOf(ran);
            Supplier<String> found = () -> "tasks for 1 to 5 ran as " + order;
            Rule.TASKS_IN_ORDER.check(order.stream().distinct().count() == 5 && order.size() == 5, found);
            for (int i = 1; i < order.size(); i++) {
                Rule.TASKS_IN_ORDER.check(order.get(i - 1).mayPrecede(order.get(i)), found);
            }
        }
    }

    /** A task and when it was due: a machine that is slow may take a while to schedule it. */
    private record Due(int task, long earliest, CompletableFuture<Long> latest) {
        boolean mayPrecede(Due next) {
            return earliest <= next.latest.join();
        }

        @Override
        public String toString() {
            return Integer.toString(task);
        }
    }

    @Test
    @Proves(Rule.TASKS_IN_ORDER)
    void noTaskRunsBeforeItsTime() {
        int tasks = 40;
        AtomicInteger ran = new AtomicInteger();
        AtomicReference<String> early = new AtomicReference<>("");
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            for (int i = 0; i < tasks; i++) {
                Duration delay = Duration.ofMillis(1 + 7L * i % tasks);
                long start = System.nanoTime();
                recorder.schedule(delay, () -> {
                    long waited = System.nanoTime() - start;
                    if (waited < delay.toNanos() - RESOLUTION_NANOS) {
                        early.set("a task for " + delay.toMillis() + " ms ran after " + waited / 1000 + " us");
                    }
                    ran.incrementAndGet();
                });
            }
            recorder.await(Rule.TASKS_IN_ORDER, () -> ran.get() == tasks, "not all tasks ran");
            Rule.TASKS_IN_ORDER.check(early.get().isEmpty(), early::get);
        }
    }

    /** Readings of a clock are compared by differences: the sum of an overdue and a very long delay must not exceed them. */
    @Test
    @Proves(Rule.TASKS_IN_ORDER)
    void delaysOfEverySizeDelayNobodyElse() {
        List<Duration> delays = List.of(
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE - 1_000_000_000),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE));
        AtomicInteger ran = new AtomicInteger();
        AtomicBoolean early = new AtomicBoolean();
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.schedule(Duration.ZERO, () -> {
                for (Duration delay : delays) {
                    recorder.schedule(Duration.ZERO, ran::incrementAndGet);
                    recorder.schedule(delay, () -> early.set(true));
                    adapter().schedule(Duration.ZERO, ran::incrementAndGet);
                    adapter().schedule(delay, () -> early.set(true));
                    recorder.schedule(SOON, ran::incrementAndGet);
                }
            });
            recorder.await(
                    Rule.TASKS_IN_ORDER,
                    () -> ran.get() == 3 * delays.size(),
                    "tasks beside a very long one never ran");
            Rule.TASKS_IN_ORDER.check(!early.get(), () -> "a task for a very long time ran");
        }
    }

    @Test
    @Proves(Rule.CANCELLED_NEVER_RUNS)
    void cancelledTaskOfATransportNeverRuns() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            AtomicBoolean ran = cancelledInTime(task -> recorder.schedule(SOON, task));
            // On the I/O thread it is certain, however late: the other task is due before this one.
            AtomicReference<Cancellable> other = new AtomicReference<>();
            recorder.schedule(Duration.ZERO, () -> {
                other.set(recorder.schedule(Duration.ZERO, () -> ran.set(true)));
                other.get().cancel();
            });
            recorder.await(Rule.TASKS_IN_ORDER, () -> other.get() != null, "a task never ran");
            afterAWhile(recorder);
            Rule.CANCELLED_NEVER_RUNS.check(!ran.get(), () -> "it ran");
        }
    }

    @Test
    @Proves(Rule.CANCELLED_NEVER_RUNS)
    void cancelledTaskOfTheAdapterNeverRuns() {
        AtomicBoolean ran = cancelledInTime(task -> adapter().schedule(SOON, task));
        AtomicBoolean later = new AtomicBoolean();
        adapter().schedule(SOON.multipliedBy(2), () -> later.set(true));
        Rule.SCHEDULES_ALONE.eventually(later::get, () -> "a task of the adapter never ran");
        Rule.CANCELLED_NEVER_RUNS.check(!ran.get(), () -> "it ran");
    }

    /** Whether a task runs that was cancelled before its time; another one where this thread was held up for so long. */
    private static AtomicBoolean cancelledInTime(Function<Runnable, Cancellable> schedule) {
        while (true) {
            AtomicBoolean ran = new AtomicBoolean();
            long before = System.nanoTime();
            Cancellable cancelled = schedule.apply(() -> ran.set(true));
            cancelled.cancel();
            boolean inTime = System.nanoTime() - before < SOON.toNanos();
            cancelled.cancel();
            if (inTime) {
                return ran;
            }
        }
    }

    @Test
    @Proves(Rule.SCHEDULES_ALONE)
    void adapterRunsTasksWithoutATransport() {
        AtomicReference<Thread> runner = new AtomicReference<>();
        adapter().schedule(Duration.ZERO, () -> runner.set(Thread.currentThread()));
        Rule.SCHEDULES_ALONE.eventually(() -> runner.get() != null, () -> "the task never ran");
        Rule.SCHEDULES_ALONE.check(runner.get() != Thread.currentThread(), () -> "it ran on the caller's thread");
    }

    @Test
    @Proves(Rule.TIMEOUT_COMES)
    void timeoutsOfTheHandlerRepeat() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = new Recorder();
            recorder.timeoutDelayNanos = 3_000_000;
            connected(peer, recorder);
            recorder.await(Rule.TIMEOUT_COMES, () -> recorder.timeouts.get() >= 20, "no 20 timeouts in a row");
        }
    }

    @Test
    @Proves(Rule.TIMEOUT_COMES)
    void timeoutThatBecameShorterComes() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = new Recorder();
            recorder.timeoutDelayNanos = Duration.ofHours(1).toNanos();
            connected(peer, recorder);
            recorder.timeoutDelayNanos = 1_000_000;
            recorder.transport().flush();
            recorder.await(Rule.TIMEOUT_COMES, () -> recorder.timeouts.get() >= 3, "timeouts after an hour instead");
        }
    }

    private static void afterAWhile(Recorder recorder) {
        AtomicBoolean later = new AtomicBoolean();
        recorder.schedule(SOON.multipliedBy(2), () -> later.set(true));
        recorder.await(Rule.TASKS_IN_ORDER, later::get, "a task never ran");
    }
}
