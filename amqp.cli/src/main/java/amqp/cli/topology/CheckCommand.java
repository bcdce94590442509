// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.terminal.CommandFailedException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code amqp topology check}. */
@Command(
        name = "check",
        description = {
            "Says which exchanges and queues are present, missing, or different from the file; changes nothing.",
            "Bindings cannot be read over AMQP, so they are not checked.",
            "Ends with status 1 when something is missing or different."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private TopologyArguments arguments;

    @Override
    public Integer call() {
        arguments.run(this::check);
        return 0;
    }

    private void check(Topology topology, Broker broker) {
        List<Finding> findings = arguments.compare(topology, broker);
        long missing = count(findings, State.MISSING);
        long different = count(findings, State.DIFFERENT);
        if (missing + different > 0) {
            throw new CommandFailedException("the broker is not as the file says: " + missing + " missing, " + different
                    + " different, " + count(findings, State.PRESENT) + " present");
        }
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }
}
