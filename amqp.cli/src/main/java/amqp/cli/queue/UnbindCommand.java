// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.FieldTable;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import picocli.CommandLine.Command;

/** {@code amqp unbind}. */
@Command(
        name = "unbind",
        description =
                "Removes the binding that has this routing key and these arguments; does nothing when there is none.",
        mixinStandardHelpOptions = true)
public final class UnbindCommand extends BindingCommand {
    UnbindCommand() {
        super("no longer bound to");
    }

    @Override
    void toQueue(Channel channel, String source, String queue, String routingKey, FieldTable arguments) {
        Stages.await(channel.queueUnbind(
                QueueMethod.Unbind.of(queue, source).routingKey(routingKey).arguments(arguments)));
    }

    @Override
    void toExchange(Channel channel, String source, String exchange, String routingKey, FieldTable arguments) {
        Stages.await(channel.exchangeUnbind(ExchangeMethod.Unbind.of(exchange, source)
                .routingKey(routingKey)
                .arguments(arguments)));
    }
}
