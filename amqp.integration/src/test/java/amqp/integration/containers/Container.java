// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import amqp.integration.build.Jars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** An OSGi framework in this process. Its bundles see the JDK and each other, and nothing of the tests' class path. */
final class Container implements AutoCloseable {
    private static final String SLF4J = "slf4j-api";

    /** Started in this order: what weaves classes comes before those that are woven. */
    private static final List<String> SPI_FLY = List.of(
            "asm-9",
            "asm-commons",
            "asm-util",
            "asm-tree",
            "asm-analysis",
            "org.apache.aries.spifly.dynamic.bundle",
            "slf4j-simple");

    private final Framework framework;
    private final Map<String, Bundle> bundles = new HashMap<>();

    private Container(Path cache, Map<String, String> more) throws BundleException {
        var settings = new HashMap<>(Map.of(
                Constants.FRAMEWORK_STORAGE,
                cache.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                // Otherwise a class that a bundle lacks is taken from the tests.
                "felix.bootdelegation.implicit",
                "false",
                // The JVM weaves calls to its own internals into classes that are events of its flight recorder.
                Constants.FRAMEWORK_BOOTDELEGATION,
                "jdk.jfr.*,jdk.internal.*"));
        settings.putAll(more);
        framework = new FrameworkFactory().newFramework(settings);
        framework.start();
    }

    /** The products on a container without SPI Fly, which lends SLF4J from outside. */
    static Container plain(Path cache, Set<String> modules) throws BundleException {
        var container =
                new Container(cache, Map.of(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=2.0.20"));
        return container.installed(products(modules, jar -> !jar.startsWith(SLF4J)));
    }

    /** The products on a container with SPI Fly; SLF4J and its provider are bundles, too. */
    static Container withSpiFly(Path cache, Set<String> modules) throws BundleException {
        var bundles = new ArrayList<Path>();
        for (var name : SPI_FLY) bundles.add(Jars.other(name));
        bundles.addAll(products(modules, jar -> true));
        return new Container(cache, Map.of()).installed(bundles);
    }

    private static List<Path> products(Set<String> modules, Predicate<String> wanted) {
        return Jars.with(modules).stream()
                .filter(jar -> wanted.test(jar.getFileName().toString()))
                .toList();
    }

    /** Installs jars, then starts them. */
    Container installed(List<Path> jars) throws BundleException {
        var fresh = new ArrayList<Bundle>();
        for (var jar : jars) {
            fresh.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
        }
        for (var bundle : fresh) {
            bundles.put(bundle.getSymbolicName(), bundle);
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) bundle.start();
        }
        return this;
    }

    Bundle bundle(String name) {
        return bundles.get(name);
    }

    Class<?> load(String bundle, String type) throws ClassNotFoundException {
        return bundles.get(bundle).loadClass(type);
    }

    /** Runs as if the tests' class path were not there: ServiceLoader would look for providers on it. */
    static <T> T alone(Callable<T> task) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return task.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
