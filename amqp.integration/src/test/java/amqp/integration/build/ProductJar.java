// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** A built product: its module descriptor, its bundle manifest, and its service files (service to provider names). */
public record ProductJar(ModuleDescriptor descriptor, Attributes manifest, Map<String, Set<String>> services) {
    private static final String SERVICES = "META-INF/services/";

    public static ProductJar of(String module) {
        var path = Reactor.jar(module);
        var descriptor = ModuleFinder.of(path).findAll().iterator().next().descriptor();
        try (var jar = new JarFile(path.toFile())) {
            return new ProductJar(descriptor, jar.getManifest().getMainAttributes(), services(jar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packages that the module opens to everyone; a qualified export shows with its targets, so it agrees with none. */
    public Set<String> moduleExports() {
        return descriptor.exports().stream()
                .map(export -> export.isQualified() ? export.toString() : export.source())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public Set<String> bundleExports() {
        return clauses(manifest.getValue("Export-Package"));
    }

    public Map<String, Set<String>> provides() {
        return descriptor.provides().stream()
                .collect(Collectors.toMap(
                        ModuleDescriptor.Provides::service, provides -> new TreeSet<>(provides.providers())));
    }

    /** The names in a manifest header, without attributes and directives, whose quoted values may hold commas. */
    public static Set<String> clauses(String header) {
        var names = new TreeSet<String>();
        for (var clause : header.replaceAll("\"[^\"]*\"", "").split(",")) {
            names.add(clause.split(";")[0].strip());
        }
        return names;
    }

    private static Map<String, Set<String>> services(JarFile jar) throws IOException {
        var services = new HashMap<String, Set<String>>();
        for (var entry : jar.stream().toList()) {
            if (entry.isDirectory() || !entry.getName().startsWith(SERVICES)) continue;
            try (var content = jar.getInputStream(entry)) {
                services.put(entry.getName().substring(SERVICES.length()), lines(content));
            }
        }
        return services;
    }

    private static Set<String> lines(InputStream content) throws IOException {
        return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
