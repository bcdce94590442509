// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.terminal.Arguments;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What {@code amqp move} and {@code amqp copy} share: all messages go to one queue or exchange. */
abstract class TransferCommand extends RelayCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "TO", description = "The queue that gets the messages.")
    private Optional<String> target;

    @Option(names = "--to-exchange", paramLabel = "NAME", description = "Publish to this exchange, not to a queue.")
    private Optional<String> exchange;

    @Option(
            names = "--routing-key",
            paramLabel = "KEY",
            description = "With --to-exchange: the routing key, instead of the one that each message has.")
    private Optional<String> routingKey;

    TransferCommand(String done, boolean moving) {
        super(done, moving);
    }

    @Override
    final void check() {
        if (target.isPresent() == exchange.isPresent()) {
            throw new ParameterException(
                    spec().commandLine(), "name either a queue or an exchange by --to-exchange; just one of them");
        }
        if (routingKey.isPresent() && exchange.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "--routing-key needs --to-exchange");
        }
        Arguments.shortString(spec(), "the name of a queue", target.orElse(""));
        Arguments.shortString(spec(), "--to-exchange", exchange.orElse(""));
        Arguments.shortString(spec(), "--routing-key", routingKey.orElse(""));
        boolean byDefaultExchange = exchange.filter(String::isEmpty).isPresent();
        if (target.or(() -> byDefaultExchange ? routingKey : Optional.empty())
                .filter(queue()::equals)
                .isPresent()) {
            throw new ParameterException(spec().commandLine(), "\"" + queue() + "\" is where the messages are already");
        }
    }

    @Override
    final void expectDestination(Channel channel) {
        target.ifPresent(name ->
                Stages.await(channel.queueDeclare(QueueMethod.Declare.of(name).passive(true))));
        exchange.filter(name -> !name.isEmpty())
                .ifPresent(name -> Stages.await(channel.exchangeDeclare(
                        ExchangeMethod.Declare.of(name, "").passive(true))));
    }

    @Override
    final Optional<BasicMethod.Publish> route(Delivery delivery) {
        return Optional.of(BasicMethod.Publish.of(
                exchange.orElse(""), target.or(() -> routingKey).orElse(delivery.routingKey())));
    }

    @Override
    final Done destination(Done account) {
        return target.isPresent()
                ? account.with("to", target.get())
                : account.with("toExchange", exchange.orElseThrow());
    }

    @Override
    final String destination() {
        return target.map(name -> "to queue \"" + name + "\"")
                .orElseGet(() -> "to exchange \"" + exchange.orElseThrow() + "\"");
    }
}
