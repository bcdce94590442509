// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AdapterThreadsTest {
    private final AdapterThreads threads = new AdapterThreads("test");

    @Test
    void threadsAreDaemonsWithNamesOfTheirOwn() {
        Thread first = threads.newThread(() -> {});
        String second = threads.nextName();
        String third = new AdapterThreads("test").nextName();
        assertTrue(first.getName().matches("amqp-test-[0-9]+") && first.isDaemon(), first::toString);
        assertEquals(3, Set.of(first.getName(), second, third).size());
    }

    @Test
    void theEndOfAllIsAwaited() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        threads.newThread(() -> {}); // never started
        Thread long1 = threads.newThread(() -> awaitQuietly(mayEnd));
        Thread long2 = threads.adopt(new Thread(() -> awaitQuietly(mayEnd)));
        long1.start();
        long2.start();
        assertFalse(threads.awaitEnd(Duration.ZERO));
        mayEnd.countDown();
        assertTrue(threads.awaitEnd(Duration.ofSeconds(Long.MAX_VALUE)));
        assertFalse(long1.isAlive() || long2.isAlive());
    }

    @Test
    void aThreadThatIsNeverStartedIsNotHeld() {
        WeakReference<Thread> unstarted = new WeakReference<>(threads.newThread(() -> {}));
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (unstarted.get() != null) {
                System.gc();
            }
        });
    }

    @Test
    void noThreadWaitsForItself() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = threads.newThread(() -> {
            try {
                threads.awaitEnd(Duration.ofDays(1));
            } catch (IllegalStateException | InterruptedException failure) {
                thrown.set(failure);
            }
        });
        thread.start();
        thread.join();
        assertInstanceOf(IllegalStateException.class, thrown.get());
    }

    @Test
    void threadsTakeNothingOverFromTheirMaker() throws InterruptedException {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        AtomicReference<String> inherited = new AtomicReference<>("unset");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        Thread.currentThread().setContextClassLoader(own);
        local.set("mine");
        try {
            Thread thread = threads.newThread(() -> inherited.set(local.get()));
            assertSame(AdapterThreads.class.getClassLoader(), thread.getContextClassLoader());
            assertSame(own, Thread.currentThread().getContextClassLoader());
            thread.start();
            thread.join();
            assertNull(inherited.get());
        } finally {
            local.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void theThreadOfWhatIsMadeDetachedHasEnded() {
        for (int i = 0; i < 1000; i++) {
            Thread.currentThread().interrupt();
            Thread maker = threads.detached(Thread::currentThread);
            assertFalse(maker.isAlive());
            assertTrue(Thread.interrupted());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void whatATaskThrowsIsReportedAndEndsNothing() throws InterruptedException {
        Error fault = new Error();
        List<Object> seen = new ArrayList<>();
        Thread thread = threads.newThread(() -> {
            AdapterThreads.run(() -> {
                throw fault;
            });
            seen.add("went on");
        });
        thread.setUncaughtExceptionHandler((where, failure) -> seen.add(failure));
        thread.start();
        thread.join();
        assertEquals(List.of(fault, "went on"), seen);
    }
}
