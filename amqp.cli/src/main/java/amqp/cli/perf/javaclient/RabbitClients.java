// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.javaclient;

import amqp.cli.perf.client.ClientSettings;
import amqp.cli.perf.client.JavaClients;
import amqp.cli.perf.client.LoadClient;
import amqp.cli.terminal.Artifact;
import amqp.client.Connection;
import amqp.compat.rabbitmq.SdkConnectionFactory;
import com.rabbitmq.client.ConnectionFactory;

/** Made by reflection, since the command comes without amqp-client. */
public final class RabbitClients implements JavaClients {
    @Override
    public LoadClient amqpClient(ClientSettings settings) {
        return new RabbitClient(
                new ConnectionFactory(),
                settings,
                "amqp-client " + Artifact.of(ConnectionFactory.class).version());
    }

    @Override
    public LoadClient compat(ClientSettings settings) {
        SdkConnectionFactory factory =
                new SdkConnectionFactory().customize(options -> options.adapter(settings.adapter()));
        String version = Artifact.of(Connection.class).version();
        return new RabbitClient(factory, settings, "compat " + version + " (" + settings.adapter() + ")");
    }
}
