// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Jars;
import amqp.integration.build.Javac;
import amqp.integration.build.Reactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the pages of docs show in Java compiles against the packaged jars. */
class JavaBlocksTest {
    /** What a page tells its reader to write, for the blocks that go on from there. */
    private static final Map<String, String> READERS_OWN = Map.of("ExampleAdapter.java", """
            package document;

            import amqp.adapter.spi.*;

            final class ExampleAdapter implements Adapter {
                @Override
                public String name() {
                    return "example";
                }

                @Override
                public Transport connect(Endpoint endpoint, TransportHandler handler) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Cancellable schedule(java.time.Duration delay, Runnable task) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void close() {}
            }
            """);

    /** Of others, that documents use. */
    private static final List<String> LIBRARIES = List.of(
            "junit-jupiter-api",
            "junit-jupiter-params",
            "jakarta.annotation-api",
            "jakarta.enterprise.cdi-api",
            "jakarta.inject-api",
            "microprofile-config-api",
            "micronaut-context-",
            "micronaut-core-",
            "micronaut-inject-");

    @TempDir
    Path folder;

    static List<Path> documents() {
        return JavaBlocks.DOCUMENTS.stream()
                .filter(document -> !JavaBlocks.of(Reactor.text(document)).isEmpty())
                .toList();
    }

    @Test
    void thereAreBlocks() {
        assertTrue(documents().size() >= 3, () -> documents().toString());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void compile(Path document) {
        assertEquals(List.of(), errors(JavaBlocks.of(Reactor.text(document))));
    }

    @Test
    void theGateBites() {
        assertEquals(List.of(), errors(List.of("channel.basicQos(1);", "channel.basicQos(1) // a stage")));
        assertEquals(List.of(), errors(List.of("import java.math.BigInteger;\n\nBigInteger one = BigInteger.ONE;")));
        assertFalse(errors(List.of("channel.basicQoS(1);")).isEmpty());
        assertEquals(List.of("int one = 1;\n"), JavaBlocks.of("a\n```java\nint one = 1;\n```\n```xml\n<b/>\n```\n"));
    }

    private List<String> errors(List<String> blocks) {
        Map<String, String> sources = new TreeMap<>(READERS_OWN);
        for (int i = 0; i < blocks.size(); i++) {
            String name = "Block" + (i + 1);
            sources.put(name + ".java", JavaBlocks.asClass(name, blocks.get(i)));
        }
        return Javac.compile(
                Javac.write(folder, sources), List.of("--class-path", Jars.path(jars())), folder.resolve("classes"));
    }

    private static List<Path> jars() {
        var jars = new ArrayList<>(Jars.with(Reactor.products()));
        LIBRARIES.forEach(library -> jars.add(Jars.other(library)));
        return jars;
    }
}
