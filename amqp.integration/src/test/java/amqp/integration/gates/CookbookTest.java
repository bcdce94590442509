// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import amqp.integration.build.Reactor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/cookbook.md shows in Java is what CookbookIT runs. */
class CookbookTest {
    private static final String RUN = withoutSpace(Reactor.text(
            Reactor.ROOT.resolve("amqp.integration/src/test/java/amqp/integration/behaviours/CookbookIT.java")));

    @Test
    void theBlocksRun() {
        List<String> blocks = JavaBlocks.of(Reactor.text(Reactor.ROOT.resolve("docs/cookbook.md")));
        assertFalse(blocks.isEmpty());
        assertEquals(
                List.of(),
                blocks.stream()
                        .filter(block -> !RUN.contains(withoutSpace(JavaBlocks.withoutImports(block))))
                        .toList());
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s", "");
    }
}
