// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import static amqp.memory.MemoryConnection.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard for Grafana and the page of the documentation name the meters that there are. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("grafana", "amqp-client.json");
    private static final Path PAGE = Path.of("..", "docs", "guide", "metrics.md");
    private static final Pattern SERIES = Pattern.compile("rabbitmq_[a-z_]+");
    /** A name at the beginning of a line; comments begin otherwise. */
    private static final Pattern SCRAPED = Pattern.compile("^(rabbitmq_[a-z_]+)[{ ]", Pattern.MULTILINE);

    @Test
    void theDashboardNamesOnlyWhatIsScraped() throws IOException, InterruptedException {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var traffic = new Traffic(MicrometerObserver.of(registry), "dashboard")) {
            traffic.publish("q");
            traffic.deliver("c", "q").ack();
            await(() -> registry.scrape().contains("rabbitmq_handler_time_seconds_count"), registry::scrape);
            Set<String> scraped = found(SCRAPED, registry.scrape());
            Set<String> named = found(SERIES, Files.readString(DASHBOARD));
            assertTrue(named.size() > 30, named::toString);
            var missing = new TreeSet<>(named);
            missing.removeAll(scraped);
            assertEquals(Set.of(), missing, () -> "scraped: " + scraped);
        }
    }

    @Test
    void thePageListsAllMeters() throws IOException {
        Set<String> listed =
                found(Pattern.compile("^\\| `\\.([a-z_]+)` \\|", Pattern.MULTILINE), Files.readString(PAGE));
        var all = new TreeSet<String>();
        for (MeterName name : MeterName.values()) {
            all.add(name.with("").substring(1));
        }
        assertEquals(all, listed);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(result.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
