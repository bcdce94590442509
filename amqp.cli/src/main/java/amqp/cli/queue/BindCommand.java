// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.FieldTable;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import picocli.CommandLine.Command;

/** {@code amqp bind}. */
@Command(
        name = "bind",
        description = "Binds a queue or an exchange to an exchange, so that it gets messages that are published there.",
        mixinStandardHelpOptions = true)
public final class BindCommand extends BindingCommand {
    BindCommand() {
        super("bound to");
    }

    @Override
    void toQueue(Channel channel, String source, String queue, String routingKey, FieldTable arguments) {
        Stages.await(channel.queueBind(
                QueueMethod.Bind.of(queue, source).routingKey(routingKey).arguments(arguments)));
    }

    @Override
    void toExchange(Channel channel, String source, String exchange, String routingKey, FieldTable arguments) {
        Stages.await(channel.exchangeBind(
                ExchangeMethod.Bind.of(exchange, source).routingKey(routingKey).arguments(arguments)));
    }
}
