// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Javac;
import amqp.integration.build.Reactor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a module exports has a comment: types, methods, constants, and components of records. */
class JavadocTest {
    /** Not yet: components of the records of methods; the rules of the kit say in their texts what they are. */
    private static final Set<String> INCOMPLETE = Set.of("amqp.codec", "amqp.adapter.tck");

    static Stream<String> modules() {
        return Reactor.products().stream().filter(module -> !INCOMPLETE.contains(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everythingExportedIsDocumented(String module) {
        var sources = Reactor.files(Reactor.ROOT.resolve(module).resolve("src/main/java")).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        var documentation = Documentation.of(sources);
        assertTrue(documentation.documented() > 2, () -> "only " + documentation.documented() + " were found");
        assertEquals(List.of(), documentation.missing());
    }

    @Test
    void theGateBites(@TempDir Path folder) {
        var sources = Javac.write(
                folder,
                Map.of(
                        "module-info.java",
                        "module m { exports p; exports to to m; }",
                        "q/Hidden.java",
                        "package q; public class Hidden {}",
                        "to/Friend.java",
                        "package to; public class Friend {}",
                        "p/Inside.java",
                        "package p; class Inside { public void inside() {} }",
                        "p/Base.java",
                        "package p; class Base { public void inherited() {} void own() {} }",
                        "p/Public.java",
                        """
                        package p;
                        public class Public extends Base {
                            public static final int CONSTANT = 1;
                            private int field;
                            public Public() {}
                            Public(int own) {}
                            public void method() {}
                            /** Known. */
                            protected void known() {}
                            @Override
                            public String toString() { return ""; }
                            /** Nested. */
                            public enum Kind { ONE }
                            /** Pair. @param other it */
                            public record Pair(int left) {}
                            /** Edge. */
                            public interface Edge { void implied(); }
                        }
                        """));
        assertEquals(
                Set.of(
                        "Base.inherited",
                        "Public",
                        "Public.CONSTANT",
                        "Public.<init>",
                        "Public.method",
                        "Public.Kind.ONE",
                        "Public.Pair: left",
                        "Public.Edge.implied"),
                Set.copyOf(Documentation.of(sources).missing()));
    }
}
