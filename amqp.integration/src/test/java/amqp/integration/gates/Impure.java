// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/** Small offenders, one for each thing that the gate has to see. They are looked at, never run. */
final class Impure {
    private Impure() {}

    static final class OpensSocket {
        Object touch() {
            return new Socket();
        }
    }

    static final class OpensChannel {
        Object touch() throws IOException {
            return SocketChannel.open();
        }
    }

    static final class UsesTls {
        Object touch() throws NoSuchAlgorithmException {
            return SSLContext.getDefault();
        }
    }

    static final class OpensFile {
        InputStream touch() throws IOException {
            return new FileInputStream("file");
        }
    }

    static final class ListsFiles {
        boolean touch() {
            return Files.exists(Path.of("file"));
        }
    }

    static final class StartsThread {
        void touch() {
            new Thread(() -> {}).start();
        }
    }

    static final class KeepsThreadLocal {
        final ThreadLocal<String> field = new ThreadLocal<>();
    }

    static final class UsesExecutor {
        Executor touch() {
            return Executors.newCachedThreadPool();
        }
    }

    static final class HoldsLock {
        final ReentrantLock field = new ReentrantLock();
    }

    static final class SwapsAtomically {
        private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

        boolean touch(long[] words) {
            return WORDS.compareAndSet(words, 0, 0L, 1L);
        }
    }

    static final class WaitsOnMonitor {
        void touch() throws InterruptedException {
            wait();
        }
    }

    static final class LocksMethod {
        synchronized void touch() {}
    }

    static final class StreamsInParallel {
        long touch(List<String> list) {
            return list.parallelStream().count();
        }
    }

    static final class SetsTimer {
        final Timer field = new Timer();
    }

    static final class ReadsNanoTime {
        long touch() {
            return System.nanoTime();
        }
    }

    static final class RefersToMillis {
        final LongSupplier field = System::currentTimeMillis;
    }

    static final class ReadsInstant {
        Instant touch() {
            return Instant.now();
        }
    }

    static final class KeepsClock {
        final Clock field;

        KeepsClock(Clock field) {
            this.field = field;
        }
    }

    static final class ReadsDate {
        Date touch() {
            return new Date();
        }
    }

    static final class RollsMath {
        double touch() {
            return Math.random();
        }
    }

    static final class RollsRandom {
        int touch() {
            return new Random().nextInt();
        }
    }

    static final class RollsThreadLocal {
        int touch() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static final class RollsSecure {
        int touch() {
            return new SecureRandom().nextInt();
        }
    }

    static final class RollsUuid {
        UUID touch() {
            return UUID.randomUUID();
        }
    }

    static final class Shuffles {
        void touch(List<String> list) {
            Collections.shuffle(list);
        }
    }

    static final class ReadsEnvironment {
        String touch() {
            return System.getenv("HOME");
        }
    }

    static final class ReadsProperty {
        Integer touch() {
            return Integer.getInteger("size");
        }
    }

    static final class Prints {
        void touch() {
            System.out.println();
        }
    }

    static final class PrintsTrace {
        void touch(RuntimeException failure) {
            failure.printStackTrace();
        }
    }
}
