// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.terminal.Failures;
import amqp.client.ConnectionOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code apply} and {@code check} share: the file, the broker, and how findings are printed. */
final class TopologyArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private ConnectionArguments connection;

    @Parameters(
            paramLabel = "FILE",
            description = "YAML as docs/command/topology.md describes it, or RabbitMQ's definitions in JSON.")
    private String file;

    @Option(
            names = "--vhost",
            paramLabel = "NAME",
            description = "Which virtual host of RabbitMQ's definitions to take. Default: the one that the command"
                    + " connects to")
    private String virtualHost = "";

    @Option(
            names = "--json",
            description = "A line for each exchange, queue and binding: kind, its names, state, problem.")
    private boolean json;

    /** Reads the file, connects, and does something with both. */
    void run(BiConsumer<Topology, Broker> work) {
        ConnectionOptions options = connection.options();
        Topology topology = Topology.read(file, virtualHost, options.virtualHost());
        if (!topology.skipped().isEmpty()) {
            Failures.show(command.commandLine().getErr(), "skipped: " + String.join(", ", topology.skipped()));
        }
        try (Session session = Session.open(options)) {
            work.accept(topology, new Broker(session));
        }
    }

    /** Compares all of it, and prints what it finds; of what the file only refers to, what is missing. */
    List<Finding> compare(Topology topology, Broker broker) {
        List<Finding> findings = new ArrayList<>();
        for (Entity entity : topology.referenced()) {
            Finding finding = broker.compare(entity);
            if (finding.state() == State.MISSING) {
                print(finding);
                findings.add(finding);
            }
        }
        for (Entity entity : topology.entities()) {
            Finding finding = broker.compare(entity);
            print(finding);
            findings.add(finding);
        }
        return findings;
    }

    void print(Finding finding) {
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? finding.json() : finding.text());
        out.flush();
    }
}
