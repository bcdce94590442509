// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.json.Json;
import amqp.cli.terminal.Artifact;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Table;

import amqp.adapter.spi.AdapterProvider;
import amqp.client.Adapters;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code amqp adapters}. */
@Command(
        name = "adapters",
        description = "Lists the I/O adapters found, the preferred one first.",
        mixinStandardHelpOptions = true)
public final class AdaptersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "One array of objects: name, module, version, usable, reason.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<AdapterProvider> providers = Adapters.installed();
        if (json) {
            out.println(json(providers));
            out.flush();
            return 0;
        }
        if (providers.isEmpty()) {
            throw new CommandFailedException(
                    "no I/O adapter found; put one on the class path, such as amqp.adapter.nio");
        }
        Table table = new Table("adapter", "module", "version", "usable");
        for (AdapterProvider provider : providers) {
            Artifact artifact = Artifact.of(provider.getClass());
            String reason = provider.unusableReason();
            table.row(
                    provider.name(), artifact.module(), artifact.version(), reason.isEmpty() ? "yes" : "no: " + reason);
        }
        table.print(out);
        return 0;
    }

    private static String json(List<AdapterProvider> providers) {
        Json json = new Json().array();
        for (AdapterProvider provider : providers) {
            Artifact artifact = Artifact.of(provider.getClass());
            json.object().name("name").value(provider.name());
            json.name("module").value(artifact.module());
            json.name("version").value(artifact.version());
            json.name("usable").value(provider.unusableReason().isEmpty());
            json.name("reason").value(provider.unusableReason()).endObject();
        }
        return json.endArray().toString();
    }
}
