// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Reactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between pages lead to files and headings that there are, and sources name pages that there are. */
class LinksTest {
    private static final List<Path> FILES = Reactor.files(Reactor.ROOT);
    private static final Pattern NAMED = Pattern.compile("(?<![\\w/])docs/[\\w/.-]+\\.md\\b");

    static Stream<Path> pages() {
        return FILES.stream().filter(file -> file.toString().endsWith(".md"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) {
        assertEquals(List.of(), Links.broken(page, Reactor.text(page)));
    }

    @Test
    void sourcesNamePagesThatThereAre() {
        assertEquals(
                List.of(),
                FILES.stream()
                        .filter(file -> file.toString().matches(".*/(main|bin)/.*|.*/pom\\.xml"))
                        .filter(file -> file.toString().matches(".*\\.(java|kt|xml)|.*/bin/[^/]+"))
                        .flatMap(file -> NAMED.matcher(Reactor.text(file))
                                .results()
                                .map(named -> named.group())
                                .filter(named -> !Files.exists(Reactor.ROOT.resolve(named)))
                                .map(named -> Reactor.ROOT.relativize(file) + ": " + named))
                        .toList());
    }

    @Test
    void theGateBites() {
        Path page = Reactor.ROOT.resolve("docs/settings.md");
        String text =
                "# A `b` & c\n[1](../README.md) [2](#a-b--c) [3](missing.md) [4](#missing) [5](https://example) `[6](x)`";
        assertEquals(List.of("missing.md", "#missing"), Links.broken(page, text));
        assertEquals(Set.of("twice", "twice-1"), Links.anchors("# Twice\n```\n# none\n```\n## Twice"));
    }
}
