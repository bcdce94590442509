// SPDX-License-Identifier: MPL-2.0
package amqp.cli.demo;

import amqp.adapter.spi.AdapterProvider;
import amqp.cli.connection.AdaptersCommand;
import amqp.cli.connection.ConnectionArguments;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.JsonText;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Style;
import amqp.cli.terminal.Table;
import amqp.client.Adapters;
import amqp.client.ConnectionOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code amqp demo}. */
@Command(
        name = "demo",
        description = {
            "Publishes messages with confirms and consumes them again, over every I/O adapter found.",
            "Without --uri it starts a broker of its own, in memory."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Option(names = "--messages", paramLabel = "N", description = "For each adapter. Default: ${DEFAULT-VALUE}")
    private int messages = 10_000;

    @Option(names = "--size", paramLabel = "BYTES", description = "Size of a body. Default: ${DEFAULT-VALUE}")
    private long size = 256;

    @Option(
            names = "--json",
            description =
                    "A line for each adapter: adapter, broker, embedded, messages, bodyBytes, published, confirmed,"
                            + " consumed, verified, result.")
    private boolean json;

    @Override
    public Integer call() {
        Arguments.atLeast(spec, "--messages", messages, 1);
        Arguments.size(spec, size);
        List<AdapterProvider> providers = providers();
        if (connection.hasUri()) {
            connection.options(""); // what makes no sense for one adapter makes none for all
            return run(connection::options, providers);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            return run(adapter -> connection.optionsFor(broker.uri().toString(), adapter), providers);
        }
    }

    /** The adapter named, or all of them. */
    private List<AdapterProvider> providers() {
        return connection.hasAdapter() ? List.of(Adapters.find(connection.adapterName())) : AdaptersCommand.installed();
    }

    private int run(Function<String, ConnectionOptions> options, List<AdapterProvider> providers) {
        PrintWriter out = spec.commandLine().getOut();
        Style style = Style.of(spec);
        Table table = new Table("adapter", "published", "confirmed", "consumed", "verified", "result");
        boolean complete = true;
        String broker = "";
        for (AdapterProvider provider : providers) {
            DemoRun run = new DemoRun(messages, (int) size);
            String result = run(run, options, provider);
            boolean ok = result.equals("ok");
            complete &= ok;
            broker = run.broker().isEmpty() ? broker : run.broker();
            if (json) {
                out.println(json(provider.name(), run, result));
                out.flush();
                continue;
            }
            table.row(
                    provider.name(),
                    Long.toString(run.published()),
                    Long.toString(run.confirmed()),
                    Long.toString(run.consumed()),
                    Long.toString(run.verified()),
                    ok ? style.green(result) : style.red(result));
        }
        if (!json) {
            if (!broker.isEmpty()) {
                out.println(broker + (connection.hasUri() ? "" : ", embedded") + ": " + messages + " messages of "
                        + size + " bytes for each adapter");
            }
            table.print(out);
        }
        return complete ? 0 : 1;
    }

    private String json(String adapter, DemoRun run, String result) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("adapter", adapter);
        line.put("broker", run.broker());
        line.put("embedded", !connection.hasUri());
        line.put("messages", messages);
        line.put("bodyBytes", size);
        line.put("published", run.published());
        line.put("confirmed", run.confirmed());
        line.put("consumed", run.consumed());
        line.put("verified", run.verified());
        line.put("result", result);
        return JsonText.of(line);
    }

    /** One adapter's failure is not the end of the others. */
    private String run(DemoRun run, Function<String, ConnectionOptions> optionsOf, AdapterProvider provider) {
        PrintWriter err = spec.commandLine().getErr();
        if (!provider.unusableReason().isEmpty()) {
            Failures.show(err, provider.name() + " cannot be used here: " + provider.unusableReason());
            return "not usable";
        }
        try (Progress progress = new Progress(err, provider.name() + ":", messages)) {
            run.run(optionsOf.apply(provider.name()), progress);
        } catch (RuntimeException e) {
            Failures.show(err, provider.name() + ": " + Failures.sentence(e));
            return "failed";
        }
        if (run.isComplete()) {
            return "ok";
        }
        Failures.show(err, provider.name() + ": not all messages were confirmed and came back unchanged");
        return "incomplete";
    }
}
