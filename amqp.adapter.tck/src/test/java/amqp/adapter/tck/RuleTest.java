// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Rules, tests and documentation say the same. */
class RuleTest {
    /** Broken by what a handler notices in any test, so that no test is about them alone. */
    private static final Set<Rule> WATCHED = EnumSet.of(Rule.ROOM_TO_TRANSMIT);

    @Test
    void idsAreNumberedInOrder() {
        for (Rule rule : Rule.values()) {
            assertEquals("R" + (rule.ordinal() + 1), rule.id());
        }
    }

    @Test
    void eachTestProvesARuleAndEachRuleHasATest() {
        List<String> without = new ArrayList<>();
        Set<Rule> proved = EnumSet.copyOf(WATCHED);
        for (Method test : tests()) {
            Proves proves = test.getAnnotation(Proves.class);
            if (proves == null) {
                without.add(test.toString());
            } else {
                proved.add(proves.value());
            }
        }
        assertEquals(List.of(), without);
        assertEquals(EnumSet.allOf(Rule.class), proved);
    }

    @Test
    void theDocumentationHasTheTableOfTheRules() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "write-an-adapter.md"));
        assertTrue(page.contains(Rule.table()), () -> "Put this table into docs/write-an-adapter.md:\n" + Rule.table());
    }

    private static List<Method> tests() {
        return Stream.of(AdapterTck.class.getDeclaredClasses())
                .filter(group -> group.isAnnotationPresent(Nested.class))
                .flatMap(group -> Stream.of(group.getSuperclass().getDeclaredMethods()))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .toList();
    }
}
