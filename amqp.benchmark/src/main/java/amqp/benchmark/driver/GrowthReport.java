// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.report.Machine;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All the series as one section.
 */
record GrowthReport(List<Series> all) {
    String markdown(Settings settings) {
        return "## Growth\n\nMade by `" + settings.command("growth")
                + "`: ours over nio on one loop, on the null broker; "
                + "medians of " + settings.rounds()
                + " rounds. Bodies have 16 octets where nothing else is said. Machine: "
                + Machine.description() + ".\n\n"
                + all.stream().map(Series::markdown).collect(Collectors.joining("\n"));
    }
}
