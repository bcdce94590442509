// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Pom;
import amqp.integration.build.Reactor;
import amqp.integration.gates.ReadmeTable.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The README's table of modules names all that are published, with what they depend on and about how large they are. */
class ReadmeTableTest {
    static final TreeSet<String> PUBLISHED =
            new TreeSet<>(Pom.of("bom").texts("/project/dependencyManagement/dependencies/dependency/artifactId"));

    private static final Map<String, Row> ROWS = ReadmeTable.rows();

    @Test
    void namesEachPublishedModule() {
        var expected = new TreeSet<>(PUBLISHED);
        expected.add("bom");
        assertEquals(expected, new TreeSet<>(ROWS.keySet()));
    }

    @ParameterizedTest
    @FieldSource("PUBLISHED")
    void dependenciesAreThoseOfThePom(String module) {
        assertEquals(ReadmeTable.dependencies(module), ROWS.get(module).dependencies());
    }

    /** Neither directly nor by way of others. */
    @ParameterizedTest
    @FieldSource("PUBLISHED")
    void bringsAlongNothingThatTheTableDoesNotName(String module) {
        var groups = ReadmeTable.groups(module);
        var unnamed = Dependency.of(module)
                .filter(dependency -> !dependency.optional())
                .filter(dependency ->
                        groups.stream().noneMatch(group -> (dependency.group() + ".").startsWith(group + ".")))
                .map(Dependency::artifact)
                .toList();
        assertEquals(List.of(), unnamed, () -> "the table accounts for " + groups);
    }

    /** Within a tenth, or one KiB for the smallest. */
    @ParameterizedTest
    @FieldSource("PUBLISHED")
    void sizesAreAboutRight(String module) {
        long octets = Reactor.jar(module).toFile().length();
        long size = Math.round(octets / 1024.0);
        long stated = Long.parseLong(ROWS.get(module).kibibytes());
        assertTrue(
                Math.abs(octets - stated * 1024) <= Math.max(octets / 10, 1024),
                () -> module + " has " + size + " KiB; the README says " + stated + ". Write " + size + " there.");
    }
}
