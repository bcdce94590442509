// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Pom;
import amqp.integration.build.Reactor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The table of modules in the README, and what should stand there. */
final class ReadmeTable {
    /** How the README calls the libraries of others, by their group. */
    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("org.slf4j", "SLF4J"),
            Map.entry("org.junit.jupiter", "JUnit"),
            Map.entry("info.picocli", "picocli"),
            Map.entry("org.hdrhistogram", "HdrHistogram"),
            Map.entry("org.apache.qpid", "Qpid Broker-J"),
            Map.entry("com.rabbitmq", "amqp-client"),
            Map.entry("io.netty", "Netty"),
            Map.entry("io.opentelemetry", "OpenTelemetry"),
            Map.entry("io.vertx", "Vert.x"),
            Map.entry("io.micrometer", "Micrometer"),
            Map.entry("org.springframework.boot", "Spring Boot"),
            Map.entry("tools.jackson.core", "Jackson"),
            Map.entry("tools.jackson.dataformat", "Jackson YAML"),
            Map.entry("tools.jackson.jr", "Jackson jr"),
            Map.entry("io.projectreactor", "Reactor"));

    /** What the libraries bring along themselves, by the beginnings of groups; each brings its own group. */
    private static final Map<String, Set<String>> BROUGHT = Map.of(
            "JUnit", Set.of("org.junit", "org.opentest4j", "org.apiguardian", "org.jspecify"),
            "Qpid Broker-J",
                    Set.of(
                            "com.fasterxml.jackson.core",
                            "tools.jackson.core",
                            "com.github.ben-manes.caffeine",
                            "org.bouncycastle",
                            "org.slf4j"),
            "amqp-client", Set.of("io.netty", "org.slf4j"),
            "Vert.x", Set.of("io.netty", "com.fasterxml.jackson.core"),
            "Micrometer", Set.of("org.hdrhistogram", "org.latencyutils", "org.jspecify"),
            "Spring Boot", Set.of("org.springframework", "commons-logging", "io.micrometer", "org.jspecify"),
            "Jackson", Set.of("tools.jackson", "com.fasterxml.jackson.core"),
            "Jackson YAML", Set.of("tools.jackson", "com.fasterxml.jackson.core", "org.snakeyaml"),
            "Reactor", Set.of("org.reactivestreams", "org.jspecify"));

    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\| [^|]+ \\| ([0-9]+|–) \\| ([^|]+) \\|");

    private ReadmeTable() {}

    /**
     * @param kibibytes of the jar, as text; "–" where there is none
     * @param dependencies as the table calls them
     */
    record Row(String module, String kibibytes, Set<String> dependencies) {}

    /** The rows, by module. */
    static Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        for (var line : Reactor.text(Reactor.ROOT.resolve("README.md")).lines().toList()) {
            var row = ROW.matcher(line);
            if (row.matches()) rows.put(row.group(1), new Row(row.group(1), row.group(2), names(row.group(3))));
        }
        return rows;
    }

    /** The dependencies that a module brings along by its pom, as the table should call them. */
    static Set<String> dependencies(String module) {
        var pom = Pom.of(module);
        var dependency = "/project/dependencies/dependency[not(scope='test' or scope='provided')]/";
        var groups = pom.texts(dependency + "groupId");
        var artifacts = pom.texts(dependency + "artifactId");
        var names = new TreeSet<String>();
        for (var i = 0; i < groups.size(); i++) names.add(name(groups.get(i), artifacts.get(i)));
        return names;
    }

    /** Beginnings of the groups that a module may bring along, by what the table says of it and of those below it. */
    static Set<String> groups(String module) {
        var groups = new TreeSet<String>();
        for (var name : rows().get(module).dependencies()) {
            if (rows().containsKey("amqp." + name)) {
                groups.addAll(groups("amqp." + name));
                continue;
            }
            LIBRARIES.forEach((group, library) -> {
                if (library.equals(name)) groups.add(group);
            });
            groups.addAll(BROUGHT.getOrDefault(name, Set.of()));
        }
        return groups;
    }

    private static String name(String group, String artifact) {
        if (artifact.startsWith("amqp.")) return artifact.substring("amqp.".length());
        var name = LIBRARIES.get(group);
        if (name == null) throw new AssertionError("Say how the README calls the libraries of " + group + ".");
        return name;
    }

    private static Set<String> names(String cell) {
        return cell.equals("–") ? Set.of() : new TreeSet<>(Set.of(cell.split(", ")));
    }
}
