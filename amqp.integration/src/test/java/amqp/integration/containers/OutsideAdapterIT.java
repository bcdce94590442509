// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.support.Brokers;
import amqp.integration.support.NeedsPrivateRabbitMq;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A third party writes an adapter with the published jars alone: examples/unix-socket-adapter. */
@NeedsPrivateRabbitMq
class OutsideAdapterIT {
    private static final Pattern COUNTS =
            Pattern.compile("Tests run: (\\d+), Failures: 0, Errors: 0, Skipped: (\\d+),.* -- in \\S*\\.(\\w+)");
    private static final int LEAST_OF_THE_SUITE = 50;

    @Test
    void thirdPartysAdapterPassesTheSuiteAndServesABroker() throws IOException, InterruptedException {
        var port = Brokers.node().port();
        var build = OutsideBuild.of("unix-socket-adapter", List.of("verify", "-Damqp.port=" + port));

        var counts = COUNTS.matcher(build.output())
                .results()
                .collect(Collectors.toMap(count -> count.group(3), count -> count));
        counts.values().forEach(count -> System.out.println("Outside adapter: " + count.group()));

        assertTrue(passed(counts.get("UnixSocketAdapterTckTest")) >= LEAST_OF_THE_SUITE, build::output);
        assertEquals(
                "0",
                counts.get("BrokerTest").group(2),
                "all of them ran on the broker: " + counts.get("BrokerTest").group());
    }

    private static int passed(MatchResult count) {
        return Integer.parseInt(count.group(1)) - Integer.parseInt(count.group(2));
    }
}
