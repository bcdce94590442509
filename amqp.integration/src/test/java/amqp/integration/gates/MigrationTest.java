// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.integration.build.Reactor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/guide/migration.md names methods that there are: ours as {@code Type#method}, amqp-client's as {@code Type.method}. */
class MigrationTest {
    private static final List<String> PACKAGES = List.of(
            "amqp.client.",
            "amqp.blocking.",
            "amqp.rpc.",
            "amqp.flow.",
            "amqp.reactor.",
            "amqp.consumer.",
            "amqp.adapter.spi.",
            "amqp.tls.",
            "amqp.codec.method.",
            "amqp.codec.",
            "amqp.connection.");
    private static final Pattern OURS = Pattern.compile("`([A-Z][\\w.]*)#(\\w+)`");
    private static final Pattern THEIRS = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

    private static final List<String> LINES = Reactor.text(Reactor.ROOT.resolve("docs/guide/migration.md"))
            .lines()
            .toList();

    @Test
    void everyMethodOfOursExists() {
        var named = LINES.stream().flatMap(line -> matches(OURS, line)).toList();
        assertTrue(named.size() > 90, named.size() + " are named");
        assertAll(named, name -> hasMethod(ours(name.group(1)), name.group(2)));
    }

    @Test
    void everyMethodOfTheOtherClientExists() {
        var named = LINES.stream().flatMap(line -> matches(THEIRS, line)).toList();
        assertTrue(named.size() > 60, named.size() + " are named");
        assertAll(named, name -> hasMethod(type("com.rabbitmq.client." + name.group(1)), name.group(2)));
    }

    /** Where a row of the tables names a command of Channel alone, BlockingChannel has it too. */
    @Test
    void theBlockingChannelHasTheSameNamesUnlessARowSaysOtherwise() {
        var named = LINES.stream()
                .filter(line -> line.startsWith("|") && !line.contains("`BlockingChannel#"))
                .flatMap(line -> matches(OURS, line))
                .filter(name -> name.group(1).equals("Channel"))
                .toList();
        assertTrue(named.size() > 20, named.size() + " are named");
        assertAll(named, name -> hasMethod(Optional.of(BlockingChannel.class), name.group(2)));
    }

    @Test
    void theGateBites() {
        assertTrue(hasMethod(ours("QueueMethod.Declare"), "passive"));
        assertFalse(hasMethod(ours("QueueMethod.Declare"), "lasting"));
        assertFalse(hasMethod(ours("QueueMethod.Declared"), "passive"));
    }

    private static Stream<MatchResult> matches(Pattern pattern, String line) {
        return pattern.matcher(line).results();
    }

    private static void assertAll(List<MatchResult> named, Predicate<MatchResult> exists) {
        assertEquals(
                List.of(),
                named.stream().filter(exists.negate()).map(MatchResult::group).toList());
    }

    private static boolean hasMethod(Optional<Class<?>> type, String method) {
        return type.stream()
                .flatMap(each -> Arrays.stream(each.getMethods()))
                .anyMatch(each -> each.getName().equals(method));
    }

    private static Optional<Class<?>> ours(String name) {
        String binary = name.replace('.', '$');
        return PACKAGES.stream()
                .map(each -> type(each + binary))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Class<?>> type(String name) {
        try {
            return Optional.of(Class.forName(name, false, MigrationTest.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
