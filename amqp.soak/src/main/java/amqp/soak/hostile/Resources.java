// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.soak.findings.Findings;
import amqp.testkit.Await;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Threads, sockets and memory that there were before a trial, to be compared with those after it. */
final class Resources {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long SLACK = 1L << 20;
    private static final long NONE = -1;

    private final Set<Thread> threads = threads();
    private final long sockets = sockets();
    private final long held;

    private Resources(long held) {
        this.held = held;
    }

    /** Those of now. */
    static Resources now() {
        return new Resources(held());
    }

    /** An adapter replaces a timer's thread that was kept too long; leaks of all trials together are more than that. */
    private static final int MOST_THREADS = 2;

    /** The application's callbacks have threads that stay for a while, for the next ones. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().contains("callback")
                        && !thread.getName().contains("completion"))
                .collect(Collectors.toSet());
    }

    private static long sockets() {
        try (var all = Files.list(DESCRIPTORS)) {
            return all.filter(Resources::isSocket).count();
        } catch (IOException e) {
            return NONE; // no such file system
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // it has gone meanwhile
        }
    }

    /** Nothing is there that was not there before. */
    void checkGone(Findings findings) {
        try {
            Await.until(Victim.DEADLINE, () -> added().size() <= MOST_THREADS, () -> "threads");
        } catch (AssertionError e) {
            findings.add("Threads stay: " + added());
        }
        try {
            Await.until(Victim.DEADLINE, () -> sockets() <= sockets, () -> "sockets");
        } catch (AssertionError e) {
            findings.add(sockets() + " sockets stay, there were " + sockets);
        }
    }

    private Set<String> added() {
        var added = threads();
        added.removeAll(threads);
        return added.stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The connection can be collected, and nothing else is held that was not held before. */
    void checkMemory(WeakReference<?> connection, Findings findings) {
        try {
            Await.until(Victim.DEADLINE, () -> held() <= held + SLACK && isCollected(connection), () -> "memory");
        } catch (AssertionError e) {
            findings.add("%,d octets more are held than before%s"
                    .formatted(held() - held, isCollected(connection) ? "" : ", the connection among them"));
        }
    }

    private static boolean isCollected(WeakReference<?> reference) {
        return reference == null || reference.get() == null;
    }

    /** Octets of the heap in use, after a collection. */
    private static long held() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
