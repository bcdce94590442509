// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Reactor;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** docs/behaviours.md names tests that there are. */
class BehavioursTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final List<String> PACKAGES = List.of("behaviours", "recovery", "cluster");
    private static final int PROMISED = 80;

    private static final List<MatchResult> TESTS = NAMED.matcher(
                    Reactor.text(Reactor.ROOT.resolve("docs/behaviours.md")))
            .results()
            .toList();

    @Test
    void everyTestNamedThereExists() {
        assertEquals(
                List.of(),
                TESTS.stream()
                        .filter(test -> !isTest(test.group(1), test.group(2)))
                        .map(MatchResult::group)
                        .toList());
    }

    @Test
    void thereAreAsManyAsPromisedAndNoneTwice() {
        long different = TESTS.stream().map(MatchResult::group).distinct().count();
        assertEquals(TESTS.size(), different);
        assertTrue(different >= PROMISED, different + " tests are named");
    }

    private static boolean isTest(String type, String method) {
        return PACKAGES.stream()
                .flatMap(each ->
                        ReflectionSupport.tryToLoadClass("amqp.integration." + each + "." + type).toOptional().stream())
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(each -> each.getName().equals(method))
                .anyMatch(each -> AnnotationSupport.isAnnotated(each, Testable.class));
    }
}
