// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Maven;
import amqp.integration.build.Pom;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Under which licence an artifact of others is, by the poms that this build has downloaded. */
final class Licence {
    /** How poms name licences that an application may combine with its own, whatever that is; by their SPDX names. */
    private static final Map<String, Pattern> ACCEPTED = new LinkedHashMap<>();

    static {
        accept("Apache-2.0", "Apache-2.0|AL 2.0|(The )?Apache (Software )?License, Version 2.0");
        accept("MIT", "(The )?MIT( License)?|Bouncy Castle Licence");
        accept("MIT-0", "MIT-0");
        accept("BSD-2-Clause", "BSD-2-Clause");
        accept("CC0-1.0", "Public Domain, per Creative Commons CC0");
        accept("EPL-2.0", "Eclipse Public License( -)? v ?2.0");
        accept("MPL-2.0", "MPL 2.0");
    }

    private static void accept(String name, String pattern) {
        ACCEPTED.put(name, Pattern.compile(pattern.replace(".", "\\."), Pattern.CASE_INSENSITIVE));
    }

    private Licence() {}

    /**
     * The SPDX name; where an artifact gives a choice, those of the choice that are accepted.
     *
     * @throws AssertionError where none of its licences is accepted
     */
    static String of(Dependency dependency) {
        var names = new TreeSet<String>();
        var unknown = new TreeSet<String>();
        for (var name : named(dependency.artifact(), dependency.version())) {
            var accepted = ACCEPTED.entrySet().stream()
                    .filter(entry -> entry.getValue().matcher(name).matches())
                    .findFirst();
            accepted.ifPresentOrElse(entry -> names.add(entry.getKey()), () -> unknown.add(name));
        }
        if (names.isEmpty()) {
            throw new AssertionError(dependency + " is under " + unknown + ": none of these is accepted here.");
        }
        return names.stream().collect(Collectors.joining(" or "));
    }

    /** What its pom says, or else that of its parent. */
    private static Iterable<String> named(String artifact, String version) {
        var pom = Pom.of(file(artifact, version));
        var names = pom.texts("/project/licenses/license/name");
        if (!names.isEmpty()) return names;
        var parent = "/project/parent/";
        var ids = pom.texts(parent + "groupId | " + parent + "artifactId | " + parent + "version");
        if (ids.size() != 3) throw new AssertionError(artifact + " " + version + " names no licence.");
        return named(
                pom.texts(parent + "groupId").get(0) + ":"
                        + pom.texts(parent + "artifactId").get(0),
                pom.texts(parent + "version").get(0));
    }

    private static Path file(String artifact, String version) {
        var parts = artifact.split(":");
        return Path.of(
                Maven.property("amqp.repository"),
                parts[0].replace('.', '/'),
                parts[1],
                version,
                parts[1] + "-" + version + ".pom");
    }
}
