// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Reactor;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An artifact of others that a published module has at run time, directly or by others.
 *
 * @param artifact {@code group:artifact}
 * @param optional whether it is there only where an application asks for it
 */
record Dependency(String module, String artifact, String version, boolean optional) {

    /** As Maven has resolved them for the module's own build. */
    static Stream<Dependency> of(String module) {
        var list = Reactor.ROOT.resolve(module).resolve("target/dependencies.txt");
        if (!Files.exists(list)) {
            throw new AssertionError(list + " is missing: run 'mvn verify' in the root folder, which writes it.");
        }
        return Reactor.text(list).lines().map(String::strip).flatMap(line -> parsed(module, line));
    }

    /** Of everything that is published. */
    static List<Dependency> all() {
        var published = new TreeSet<>(Reactor.products());
        published.add("amqp.cli");
        return published.stream().flatMap(Dependency::of).toList();
    }

    String group() {
        return artifact.substring(0, artifact.indexOf(':'));
    }

    /** A line such as {@code group:artifact:jar:1.0:compile (optional) -- module name}. */
    private static Stream<Dependency> parsed(String module, String line) {
        var parts = line.split(" ")[0].split(":");
        return parts.length < 5
                ? Stream.empty()
                : Stream.of(new Dependency(
                        module, parts[0] + ":" + parts[1], parts[parts.length - 2], line.contains(" (optional)")));
    }
}
