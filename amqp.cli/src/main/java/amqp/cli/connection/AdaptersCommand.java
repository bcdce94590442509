// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.adapter.spi.AdapterProvider;
import amqp.cli.terminal.Artifact;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.JsonText;
import amqp.cli.terminal.Table;
import amqp.client.Adapters;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Option(names = "--json", description = "A line for each adapter: adapter, module, version, usable, reason.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<AdapterProvider> providers = installed();
        if (json) {
            providers.forEach(provider -> out.println(json(provider)));
            out.flush();
            return 0;
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

    /**
     * The adapters found, the preferred one first.
     *
     * @throws CommandFailedException when there is none
     */
    public static List<AdapterProvider> installed() {
        List<AdapterProvider> providers = Adapters.installed();
        if (providers.isEmpty()) {
            throw new CommandFailedException(
                    "no I/O adapter found; put one on the class path, such as amqp.adapter.nio");
        }
        return providers;
    }

    private static String json(AdapterProvider provider) {
        Artifact artifact = Artifact.of(provider.getClass());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("adapter", provider.name());
        members.put("module", artifact.module());
        members.put("version", artifact.version());
        members.put("usable", provider.unusableReason().isEmpty());
        members.put("reason", provider.unusableReason());
        return JsonText.of(members);
    }
}
