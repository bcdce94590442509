// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code .ci/advisories.txt} says, and how it is made anew from a database in OSV's format: a folder with one JSON
 * file for each advisory, at any depth.
 *
 * @param heading the comments at its beginning
 * @param accepted ids that are known and do no harm here, each with its reason
 */
record Advisories(List<String> heading, List<Advisory> known, List<String> accepted) {
    static final Path FILE = Reactor.ROOT.resolve(".ci/advisories.txt");

    private static final String ACCEPTED = "accepted ";
    private static final int SUMMARY = 100;

    static Advisories checkedIn() {
        return of(Reactor.text(FILE));
    }

    static Advisories of(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        return new Advisories(
                lines.stream().takeWhile(line -> line.startsWith("#")).toList(),
                lines.stream()
                        .filter(line -> !line.startsWith("#") && !line.startsWith(ACCEPTED))
                        .map(Advisory::of)
                        .toList(),
                lines.stream().filter(line -> line.startsWith(ACCEPTED)).toList());
    }

    boolean isAccepted(Advisory advisory) {
        return accepted.stream().anyMatch(line -> line.startsWith(ACCEPTED + advisory.id() + ": "));
    }

    /** The same, with what the database knows of these artifacts. */
    Advisories renewed(Path database, Set<String> artifacts) throws IOException {
        try (var files = Files.walk(database)) {
            var found = files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> of(JsonMapper.shared().readTree(file.toFile())))
                    .filter(advisory -> artifacts.contains(advisory.artifact()))
                    .sorted(Comparator.comparing(Advisory::artifact).thenComparing(Advisory::id))
                    .toList();
            return new Advisories(heading, found, accepted);
        }
    }

    /** What one file of the database says; nothing where it was withdrawn, or is about other things than Maven's. */
    static Stream<Advisory> of(JsonNode entry) {
        if (entry.has("withdrawn")) {
            return Stream.empty();
        }
        var id = Stream.concat(
                        elements(entry.path("aliases")).map(JsonNode::asString),
                        Stream.of(entry.path("id").asString()))
                .filter(name -> name.startsWith("CVE-"))
                .findFirst()
                .orElse(entry.path("id").asString());
        var summary = entry.path("summary").asString("").replaceAll("[\\s|]+", " ");
        var what = summary.substring(0, Math.min(SUMMARY, summary.length()));
        var found = new ArrayList<Advisory>();
        elements(entry.path("affected"))
                .filter(affected ->
                        affected.path("package").path("ecosystem").asString("").equals("Maven"))
                .forEach(affected -> elements(affected.path("ranges"))
                        .forEach(range -> found.addAll(ranges(
                                id, affected.path("package").path("name").asString(), range.path("events"), what))));
        return found.stream();
    }

    private static List<Advisory> ranges(String id, String artifact, JsonNode events, String what) {
        var found = new ArrayList<Advisory>();
        var introduced = "0";
        for (var event : events) {
            introduced = event.path("introduced").asString(introduced);
            for (var end : List.of("fixed", "last_affected")) {
                if (event.has(end)) {
                    found.add(new Advisory(
                            id, artifact, introduced, event.path(end).asString(), end.equals("fixed"), what));
                }
            }
        }
        return found;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.values().stream();
    }

    @Override
    public String toString() {
        return Stream.of(heading.stream(), known.stream().map(Advisory::toString), accepted.stream())
                .map(lines -> lines.collect(Collectors.joining("\n")))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n", "", "\n"));
    }
}
