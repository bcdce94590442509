// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** THIRD-PARTY.md lists what the published modules bring along, each with a licence that is accepted; jars hold our own. */
class ThirdPartyTest {
    static final TreeSet<String> PUBLISHED = ReadmeTableTest.PUBLISHED;

    private static final Path FILE = Reactor.ROOT.resolve("THIRD-PARTY.md");
    private static final String TABLE = "| library | licence | brought along by |\n|---|---|---|\n";

    @Test
    void theListIsComplete() throws IOException {
        var text = Reactor.text(FILE);
        var expected = text.substring(0, text.indexOf(TABLE)) + TABLE + rows();
        if (Boolean.getBoolean("third-party.update")) Files.writeString(FILE, expected);
        assertEquals(expected, Reactor.text(FILE), "bin/third-party --update writes the table anew");
    }

    /** Nothing is copied into a jar: all of it is ours. */
    @ParameterizedTest
    @FieldSource("PUBLISHED")
    void jarsHoldNothingOfOthers(String module) throws IOException {
        var home = module.replace('.', '/') + "/";
        try (var jar = new JarFile(Reactor.jar(module).toFile())) {
            var foreign = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
                    .filter(name -> !name.startsWith(home))
                    .toList();
            assertTrue(foreign.isEmpty(), foreign::toString);
        }
    }

    @Test
    void aLicenceThatIsNotAcceptedIsFound() {
        var dependency = new Dependency("m", "no.such:artifact", "1", false);
        assertThrows(AssertionError.class, () -> Licence.of(dependency));
    }

    private static String rows() {
        var licences = new TreeMap<String, String>();
        var modules = new TreeMap<String, TreeSet<String>>();
        for (var dependency : Dependency.all()) {
            if (dependency.optional()) continue;
            licences.put(dependency.artifact(), Licence.of(dependency));
            modules.computeIfAbsent(dependency.artifact(), none -> new TreeSet<>())
                    .add(dependency.module().substring("amqp.".length()));
        }
        return licences.entrySet().stream()
                .map(entry -> "| `%s` | %s | %s |\n"
                        .formatted(entry.getKey(), entry.getValue(), String.join(", ", modules.get(entry.getKey()))))
                .collect(Collectors.joining());
    }
}
