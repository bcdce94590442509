// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.message.FirstDeath;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code amqp requeue-dlq}. */
@Command(
        name = "requeue-dlq",
        description = {
            "Sends dead-lettered messages back to the queue in which each was first dead-lettered.",
            "A message leaves its queue only when the broker has confirmed its copy, as with \"amqp move\". Messages"
                    + " that were never dead-lettered, or first in this very queue, stay."
        },
        mixinStandardHelpOptions = true)
public final class RequeueDlqCommand extends RelayCommand {
    @Option(
            names = "--by-exchange",
            description =
                    "Publish to the exchange and with the routing key that each message was first published with.")
    private boolean byExchange;

    RequeueDlqCommand() {
        super("requeued", true);
    }

    @Override
    void check() {}

    @Override
    void expectDestination(Channel channel) {}

    @Override
    Optional<BasicMethod.Publish> route(Delivery delivery) {
        return death(delivery)
                .filter(death -> !death.queue().isEmpty() && !death.queue().equals(queue()))
                .map(death -> byExchange
                        ? BasicMethod.Publish.of(death.exchange(), death.routingKey())
                        : BasicMethod.Publish.of("", death.queue()));
    }

    private static Optional<FirstDeath> death(Delivery delivery) {
        try {
            return FirstDeath.of(delivery.properties());
        } catch (WireException malformed) {
            return Optional.empty();
        }
    }

    @Override
    Done destination(Done account) {
        return account;
    }

    @Override
    String destination() {
        return byExchange ? "to the exchanges that they came from" : "to the queues that they came from";
    }
}
