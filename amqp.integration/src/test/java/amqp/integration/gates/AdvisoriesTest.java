// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What published modules bring along has no known fault; {@code bin/advisories} makes the list of these anew. */
class AdvisoriesTest {

    @Test
    void nothingThatIsBroughtAlongHasAKnownFault() throws IOException {
        var brought = Dependency.all();
        var database = System.getProperty("advisories.from", "");
        if (!database.isEmpty()) {
            var artifacts = brought.stream().map(Dependency::artifact).collect(Collectors.toSet());
            Files.writeString(
                    Advisories.FILE,
                    Advisories.checkedIn().renewed(Path.of(database), artifacts).toString());
        }
        var advisories = Advisories.checkedIn();
        assertEquals(
                List.of(),
                brought.stream()
                        .flatMap(dependency -> faults(advisories, dependency).stream())
                        .toList(),
                "take a version without it, or accept it with a reason in " + Advisories.FILE);
    }

    private static List<String> faults(Advisories advisories, Dependency dependency) {
        return advisories.known().stream()
                .filter(advisory -> advisory.artifact().equals(dependency.artifact()))
                .filter(advisory -> advisory.affects(dependency.version()) && !advisories.isAccepted(advisory))
                .map(advisory -> dependency.module() + " brings " + dependency.version() + ": " + advisory)
                .toList();
    }

    /** Whoever uses netty 4.2.14, say, is told. */
    @Test
    void versionsWithAFaultAreFound() {
        var advisories = Advisories.of("""
                # heading
                CVE-1 | g:a | >= 4.2.0.Final, < 4.2.15.Final | a fault
                CVE-2 | g:a | >= 0, <= 1.9 | another
                accepted CVE-2: it is not reachable
                """);
        assertEquals(1, faults(advisories, version("4.2.14.Final")).size());
        assertEquals(1, faults(advisories, version("4.2.0.Final")).size());
        assertEquals(List.of(), faults(advisories, version("4.2.15.Final")));
        assertEquals(List.of(), faults(advisories, version("4.2.18.Final")));
        assertEquals(List.of(), faults(advisories, version("4.1.200.Final")));
        assertEquals(List.of(), faults(advisories, version("1.9")), "accepted");
        assertTrue(advisories.known().get(1).affects("1.9"));
        assertFalse(advisories.known().get(1).affects("1.10"));
        assertThrows(AssertionError.class, () -> Advisories.of("CVE-3 g:a < 1"));
    }

    private static Dependency version(String version) {
        return new Dependency("m", "g:a", version, false);
    }

    @Test
    void theListIsMadeAnewFromADatabase(@TempDir Path folder) throws IOException {
        var deep = Files.createDirectories(folder.resolve("2026/06"));
        Files.writeString(deep.resolve("one.json"), """
                {"id": "GHSA-1", "aliases": ["CVE-2026-1"], "summary": "a | b\\nc", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "g:a"}, "ranges": [{"type": "ECOSYSTEM", "events": [
                    {"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.1"}]}]},
                  {"package": {"ecosystem": "Maven", "name": "g:other"}, "ranges": [
                    {"events": [{"introduced": "0"}, {"fixed": "3"}]}]},
                  {"package": {"ecosystem": "npm", "name": "g:a"}, "ranges": [
                    {"events": [{"introduced": "0"}, {"fixed": "9"}]}]}]}
                """);
        Files.writeString(deep.resolve("two.json"), """
                {"id": "GHSA-2", "withdrawn": "2026-06-01T00:00:00Z", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "g:a"}, "ranges": [
                    {"events": [{"introduced": "0"}, {"fixed": "9"}]}]}]}
                """);
        var before =
                Advisories.of("# heading\nCVE-1 | g:a | >= 0, < 1 | gone\naccepted CVE-2026-1: it is not reachable\n");
        assertEquals("""
                # heading

                CVE-2026-1 | g:a | >= 0, < 1.2 | a b c
                CVE-2026-1 | g:a | >= 2.0, <= 2.1 | a b c

                accepted CVE-2026-1: it is not reachable
                """, before.renewed(folder, Set.of("g:a")).toString());
    }

    /** So that it does not go unseen when a list has lost its form. */
    @Test
    void whatIsBroughtAlongIsKnown() {
        var artifacts = Dependency.all().stream().map(Dependency::artifact).collect(Collectors.toSet());
        for (var one : List.of(
                "org.slf4j:slf4j-api", "io.netty:netty-handler", "io.vertx:vertx-core", "info.picocli:picocli")) {
            assertTrue(artifacts.contains(one), one + " is not among " + artifacts);
        }
        assertEquals(List.of(), Dependency.of("amqp.codec").toList());
        assertFalse(Advisories.checkedIn().known().isEmpty());
    }
}
