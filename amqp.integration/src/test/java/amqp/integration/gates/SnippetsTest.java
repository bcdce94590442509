// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.integration.build.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages show of the examples is what stands there; {@code bin/snippets} copies it anew. */
class SnippetsTest {
    private static final Set<String> COMPILED_ONLY = Set.of("micronaut.md", "quarkus-cdi.md");

    static Stream<Path> documents() {
        return JavaBlocks.DOCUMENTS.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void blocksAreThoseOfTheExamples(Path document) throws IOException {
        String text = Reactor.text(document);
        String fresh = Snippets.refreshed(text);
        if (Boolean.getBoolean("snippets.update")) {
            Files.writeString(document, fresh);
        } else {
            assertEquals(fresh, text, () -> document + " shows other code than the examples: run bin/snippets");
        }
    }

    /** Those of frameworks are compiled alone, since their containers are none of this build. */
    @ParameterizedTest
    @MethodSource("documents")
    void theGuideShowsWhatRuns(Path document) {
        boolean isGuide = document.startsWith(Reactor.ROOT.resolve("docs/guide"));
        if (isGuide && !COMPILED_ONLY.contains(document.getFileName().toString())) {
            assertEquals(List.of(), Snippets.unnamed(Reactor.text(document)));
        }
    }

    @Test
    void aRegionIsShownWithoutItsIndentationAndTags() {
        String source = """
                class A {
                    // tag::outer[]
                    int a;

                    void b() {
                        // tag::inner[]
                        b();
                        // end::inner[]
                    }
                    // end::outer[]
                }
                """;
        assertEquals("int a;\n\nvoid b() {\n    b();\n}\n", Snippets.region(source, "outer"));
        assertEquals("b();\n", Snippets.region(source, "inner"));
        assertThrows(AssertionError.class, () -> Snippets.region(source, "other"));
    }

    @Test
    void aBlockThatDriftedIsMended() {
        String page = "<!-- example: Hello.java#hello -->\n```java\nold\n```\nText\n```java\nnew Own();\n```\n";
        String fresh = Snippets.refreshed(page);
        assertEquals(fresh, Snippets.refreshed(fresh));
        assertEquals(-1, fresh.indexOf("old"));
        assertEquals(List.of("new Own();"), Snippets.unnamed(page));
    }
}
