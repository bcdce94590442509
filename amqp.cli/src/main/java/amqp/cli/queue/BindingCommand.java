// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.message.HeaderArgument;
import amqp.client.Channel;
import amqp.codec.FieldTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What {@code amqp bind} and {@code amqp unbind} share: the binding. */
abstract class BindingCommand extends ChannelCommand {
    @Parameters(index = "0", paramLabel = "EXCHANGE", description = "The exchange that messages are published to.")
    private String source;

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUEUE", description = "The queue that gets the messages.")
    private Optional<String> queue;

    @Option(names = "--to-exchange", paramLabel = "NAME", description = "The exchange that gets the messages.")
    private Optional<String> exchange;

    @Option(
            names = "--routing-key",
            paramLabel = "KEY",
            description =
                    "Messages with this routing key, or that match this pattern of a topic exchange. Default: \"\"")
    private String routingKey = "";

    @Option(
            names = "--argument",
            paramLabel = "NAME=LETTER:VALUE",
            description =
                    "An argument with the letter of its type, such as x-match=S:any for an exchange of type headers;"
                            + " repeatable.")
    private final List<String> arguments = new ArrayList<>();

    private final String verb;

    /** @param verb what was done to the binding */
    BindingCommand(String verb) {
        this.verb = verb;
    }

    abstract void toQueue(Channel channel, String source, String queue, String routingKey, FieldTable arguments);

    abstract void toExchange(Channel channel, String source, String exchange, String routingKey, FieldTable arguments);

    @Override
    final void check() {
        if (queue.isPresent() == exchange.isPresent()) {
            throw new ParameterException(
                    spec().commandLine(), "name either a queue or an exchange by --to-exchange; just one of them");
        }
        checkName("the name of an exchange", source);
        checkName("the name of what it is bound to", destination());
        checkName("--routing-key", routingKey);
        try {
            table();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), e.getMessage(), e);
        }
    }

    @Override
    final Done run(Channel channel) {
        if (queue.isPresent()) {
            toQueue(channel, source, destination(), routingKey, table());
        } else {
            toExchange(channel, source, destination(), routingKey, table());
        }
        return Done.of((queue.isPresent() ? "queue \"" : "exchange \"") + destination() + "\" " + verb + " \"" + source
                        + "\"")
                .with("exchange", source)
                .with(queue.isPresent() ? "queue" : "toExchange", destination())
                .with("routingKey", routingKey);
    }

    private String destination() {
        return queue.or(() -> exchange).orElseThrow();
    }

    private FieldTable table() {
        return HeaderArgument.table("--argument", arguments);
    }
}
