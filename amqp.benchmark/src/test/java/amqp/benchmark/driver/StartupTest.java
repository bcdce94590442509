// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.benchmark.NullBroker;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupTest {
    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "amqp-client", "amqp-client-netty"})
    void eachProgramPublishesWithNoMoreThanItsJars(String program) throws IOException {
        try (NullBroker broker = NullBroker.start(0)) {
            Settings settings = Settings.parse(List.of("--rounds", "1", "--clients", program));
            String markdown = Startup.measure(settings, broker.uri());
            assertTrue(markdown.contains("medians of 4 starts"), markdown);
            assertTrue(markdown.contains("bin/benchmark startup --rounds 1 --clients " + program), markdown);
            assertTrue(
                    markdown.lines().anyMatch(line -> line.matches("\\| (ours|amqp-client), .*[0-9] \\|")), markdown);
        }
    }

    @Test
    void eachFigureHasItsMedian() {
        List<Start> starts =
                List.of(new Start(1, 60, 7, 3, Double.NaN), new Start(3, 20, 8, 1, 5), new Start(2, 40, 9, 2, 6));
        assertEquals(new Start(2, 40, 8, 2, 6), Start.median(starts));
    }
}
