// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Jars;
import amqp.testkit.Await;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.simulated.SocketBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications that come and go within one JVM, each in a class loader of its own: once the connection is closed, no
 * thread of the adapter runs, and the loader can be collected.
 */
@Timeout(120)
class RedeployTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final SocketBroker broker = SocketBroker.start(42, BrokerSettings.DEFAULT);
    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private Thread.UncaughtExceptionHandler handler;

    static Stream<String> adapters() {
        return Jars.adapters().stream().map(module -> module.substring(module.lastIndexOf('.') + 1));
    }

    @BeforeEach
    void watch() {
        handler = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        System.setErr(err);
        Thread.setDefaultUncaughtExceptionHandler(handler);
        broker.close();
    }

    /** With jars of its own, as in WEB-INF/lib. */
    @ParameterizedTest
    @MethodSource("adapters")
    void nothingIsLeftOfAnApplicationWithItsJars(String adapter) throws Exception {
        List<Thread> before = threads();
        for (int round = 0; round < 2; round++) {
            WeakReference<ClassLoader> loader = inAThread(() -> deployAndClose(adapter));
            awaitCollected(loader);
            awaitAfterCollection(() -> left(before).isEmpty(), () -> "threads are left: " + left(before));
        }
        assertEquals(List.of(), List.copyOf(uncaught));
        String text = written.toString(StandardCharsets.UTF_8);
        assertEquals(false, text.contains("NoClassDefFoundError") || text.contains("Exception"), text);
    }

    private WeakReference<ClassLoader> deployAndClose(String adapter) throws Exception {
        try (URLClassLoader loader = loader(jarsAndProgram(adapter), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            program(loader).apply(adapter, broker.port()).close();
            assertEquals(List.of(), adapterThreads(adapter), "threads of the adapter when close has completed");
            return new WeakReference<>(loader);
        }
    }

    /** With the SDK in a parent, which another application goes on using. */
    @ParameterizedTest
    @MethodSource("adapters")
    void anApplicationThatSharesTheSdkLeavesNothingInIt(String adapter) throws Exception {
        try (URLClassLoader sdk = loader(jars(adapter), ClassLoader.getPlatformClassLoader())) {
            // The first one has made the adapter and its threads, and goes; the second one stays.
            Deployment first = inAThread(() -> deploy(adapter, sdk));
            Deployment second = inAThread(() -> deploy(adapter, sdk));
            first.connection().close();
            WeakReference<ClassLoader> gone = first.loader();
            first = null;
            awaitCollected(gone);
            second.connection().close();
            assertEquals(List.of(), adapterThreads(adapter), "threads of the adapter when close has completed");
        }
    }

    private record Deployment(WeakReference<ClassLoader> loader, AutoCloseable connection) {}

    private Deployment deploy(String adapter, ClassLoader sdk) throws Exception {
        URLClassLoader loader = loader(List.of(program()), sdk);
        Thread.currentThread().setContextClassLoader(loader);
        return new Deployment(new WeakReference<>(loader), program(loader).apply(adapter, broker.port()));
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** One that ends, so that nothing it holds counts. */
    private static <T> T inAThread(Work<T> work) throws Exception {
        List<T> result = new ArrayList<>();
        List<Throwable> failure = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                result.add(work.run());
            } catch (Throwable thrown) {
                failure.add(thrown);
            }
        });
        thread.start();
        thread.join();
        if (!failure.isEmpty()) {
            throw new AssertionError(failure.get(0));
        }
        return result.get(0);
    }

    private static void awaitCollected(WeakReference<ClassLoader> loader) {
        awaitAfterCollection(
                () -> loader.get() == null, () -> "the class loader is held, perhaps by one of " + threads());
    }

    /** Threads of cleaners end by a collection too. */
    private static void awaitAfterCollection(BooleanSupplier condition, Supplier<String> description) {
        Await.until(
                DEADLINE,
                () -> {
                    System.gc();
                    return condition.getAsBoolean();
                },
                description);
    }

    private static List<Thread> threads() {
        return List.copyOf(Thread.getAllStackTraces().keySet());
    }

    private static List<Thread> left(List<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("socket-broker-"))
                .filter(thread -> !isOfVirtualThreads(thread))
                .toList();
    }

    /** Threads of the JVM that carry virtual ones and end much later. */
    private static boolean isOfVirtualThreads(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread.getName().startsWith("VirtualThread-")
                || group != null && group.getName().equals("CarrierThreads");
    }

    private static List<Thread> adapterThreads(String adapter) {
        return threads().stream()
                .filter(thread -> thread.getName().startsWith("amqp-" + adapter + "-"))
                .toList();
    }

    @SuppressWarnings("unchecked") // the types of the program's declaration
    private static BiFunction<String, Integer, AutoCloseable> program(ClassLoader loader) throws Exception {
        return (BiFunction<String, Integer, AutoCloseable>)
                loader.loadClass(Deployed.class.getName()).getConstructor().newInstance();
    }

    private static List<Path> jars(String adapter) {
        Set<String> modules = new TreeSet<>(Set.of("amqp.client", "amqp.adapter." + adapter));
        return Jars.with(modules);
    }

    private static List<Path> jarsAndProgram(String adapter) {
        List<Path> all = new ArrayList<>(jars(adapter));
        all.add(program());
        return all;
    }

    /** The classes of the tests, of which the loader takes one. */
    private static Path program() {
        return Path.of("target", "test-classes").toAbsolutePath();
    }

    private static URLClassLoader loader(List<Path> jars, ClassLoader parent) {
        return new URLClassLoader(jars.stream().map(RedeployTest::url).toArray(URL[]::new), parent);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }
}
