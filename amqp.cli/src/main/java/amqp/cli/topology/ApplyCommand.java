// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.terminal.CommandFailedException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amqp topology apply}. */
@Command(
        name = "apply",
        description = {
            "Declares exchanges, then queues, then bindings; never changes or deletes what exists.",
            "Stops at the first one that the broker refuses, or that exists with other properties."
        },
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private TopologyArguments arguments;

    @Option(names = "--dry-run", description = "Change nothing; show what is missing, present or different.")
    private boolean dryRun;

    @Override
    public Integer call() {
        arguments.run(dryRun ? this::tryOut : this::apply);
        return 0;
    }

    private void tryOut(Topology topology, Broker broker) {
        arguments.compare(topology, broker).stream()
                .filter(finding -> finding.state() == State.DIFFERENT
                        || finding.isWrong() && finding.entity().declare().isEmpty())
                .findFirst()
                .ifPresent(finding -> {
                    throw new CommandFailedException(
                            "apply would fail: " + finding.entity() + " is " + finding.state());
                });
    }

    private void apply(Topology topology, Broker broker) {
        List<Entity> entities = topology.entities();
        for (int done = 0; done < entities.size(); done++) {
            String stopped = "; stopped after " + done + " of " + entities.size();
            Finding finding;
            try {
                finding = broker.apply(entities.get(done));
            } catch (CommandFailedException refused) {
                throw new CommandFailedException(refused.getMessage() + stopped, refused);
            }
            arguments.print(finding);
            if (finding.isWrong()) {
                throw new CommandFailedException(finding.entity() + " is different" + stopped);
            }
        }
    }
}
