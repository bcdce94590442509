// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Packaged jars: those of the products, those of others on the class path of the tests, and some made here. */
public final class Jars {
    private static final String MODULE_NAME = "Automatic-Module-Name";
    private static final String ADAPTER = "amqp.adapter.spi.AdapterProvider";

    /** What jars require that say no more than their name. */
    private static final Map<String, List<String>> UNDESCRIBED = Map.of(
            "io.opentelemetry.api", List.of("io.opentelemetry.context"),
            "io.opentelemetry.context", List.of("io.opentelemetry.common"));

    private static final ModuleFinder JDK = ModuleFinder.ofSystem();
    /** Modules of others on the class path of the tests. */
    private static final Map<String, Path> MODULES = modules();

    private Jars() {}

    /** The products that provide an adapter to any broker; that of the broker for tests reaches no other. */
    public static Set<String> adapters() {
        return Reactor.products().stream()
                .filter(module -> !module.equals("amqp.test"))
                .filter(module -> ProductJar.of(module).services().containsKey(ADAPTER))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The jars that a program with these modules needs, by what their descriptors require. */
    public static List<Path> with(Set<String> modules) {
        var jars = new LinkedHashMap<String, Path>();
        modules.forEach(module -> addTo(jars, module));
        return List.copyOf(jars.values());
    }

    /** A jar of others on the class path of the tests, by the beginning of its file name. */
    public static Path other(String name) {
        return classPath()
                .filter(jar -> jar.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No jar " + name + "… is on the class path of the tests."));
    }

    /**
     * Whether a container can resolve the module: it and all that it needs are bundles. The bundle of amqp-client wants
     * SLF4J 1, so that what needs it has no place beside the others.
     */
    public static boolean isForContainers(String module) {
        var jars = with(Set.of(module));
        return jars.stream().allMatch(Jars::isBundle)
                && jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("amqp-client-"));
    }

    public static String path(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Packs a folder of classes. */
    public static Path pack(Path classes, Map<String, String> attributes, Path jar) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static boolean isBundle(Path jar) {
        return attribute(jar, "Bundle-SymbolicName") != null;
    }

    private static @Nullable String attribute(Path jar, String name) {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            return manifest == null ? null : manifest.getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addTo(Map<String, Path> jars, String module) {
        if (jars.containsKey(module)) return;
        Path jar = Reactor.products().contains(module) ? Reactor.jar(module) : MODULES.get(module);
        if (jar == null)
            throw new AssertionError("No jar with module " + module + " is on the class path of the tests.");
        jars.put(module, jar);
        for (var required : descriptor(jar).orElseThrow().requires()) {
            if (isNeeded(required) && JDK.find(required.name()).isEmpty()) addTo(jars, required.name());
        }
        UNDESCRIBED.getOrDefault(module, List.of()).forEach(required -> addTo(jars, required));
    }

    /** What is "static transitive" is needed to compile. */
    private static boolean isNeeded(Requires required) {
        return !required.modifiers().contains(Requires.Modifier.STATIC)
                || required.modifiers().contains(Requires.Modifier.TRANSITIVE);
    }

    /** Of a jar that describes itself, or at least says its name: what such a one requires is in {@link #UNDESCRIBED}. */
    private static Optional<ModuleDescriptor> descriptor(Path jar) {
        try {
            return ModuleFinder.of(jar).findAll().stream()
                    .map(ModuleReference::descriptor)
                    .filter(descriptor -> !descriptor.isAutomatic() || attribute(jar, MODULE_NAME) != null)
                    .findFirst();
        } catch (FindException e) {
            return Optional.empty(); // its file name makes no name of a module
        }
    }

    private static Map<String, Path> modules() {
        var modules = new HashMap<String, Path>();
        classPath()
                .filter(jar -> jar.toString().endsWith(".jar"))
                .forEach(jar -> descriptor(jar).ifPresent(descriptor -> modules.put(descriptor.name(), jar)));
        return modules;
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
    }
}
