// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.perf.client.ClientSettings;
import amqp.cli.perf.client.LoadClient;
import amqp.cli.perf.client.LoadClients;
import amqp.client.ConnectionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which client carries the load. */
final class ClientArguments {
    @Option(
            names = "--client",
            paramLabel = "CLIENT",
            converter = ByName.class,
            description = "sdk: this SDK; amqp-client: RabbitMQ's client for Java; compat: this SDK, called through the"
                    + " API of amqp-client. The last two need --client-jar. Default: ${DEFAULT-VALUE}")
    private LoadClients client = LoadClients.SDK;

    @Option(
            names = "--client-jar",
            paramLabel = "FILE",
            description = "The jar of com.rabbitmq:amqp-client; repeatable.")
    private final List<Path> jars = new ArrayList<>();

    static final class ByName implements ITypeConverter<LoadClients> {
        @Override
        public LoadClients convert(String text) {
            for (LoadClients known : LoadClients.values()) {
                if (known.toString().equals(text.toLowerCase(Locale.ROOT))) {
                    return known;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of sdk, amqp-client, compat");
        }
    }

    LoadClient client(ConnectionArguments connection, ConnectionOptions options, boolean reconnects) {
        ClientSettings settings = new ClientSettings(
                connection.brokers().get(0), connection.login(), options, connection.adapterName(), reconnects);
        return client.open(settings, jars);
    }
}
