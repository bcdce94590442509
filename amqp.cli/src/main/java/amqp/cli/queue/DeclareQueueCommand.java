// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.message.HeaderArgument;
import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code amqp declare queue}. */
@Command(
        name = "queue",
        description = {
            "Declares a queue that survives a restart of the broker.",
            "If the queue exists, it must have been declared in the same way; otherwise the command fails."
        },
        mixinStandardHelpOptions = true)
final class DeclareQueueCommand extends ChannelCommand {
    @Parameters(paramLabel = "NAME", description = "Its name; with \"\" the broker chooses one, which is printed.")
    private String name;

    @Option(names = "--passive", description = "Declare nothing; fail when there is no such queue.")
    private boolean passive;

    @Option(names = "--transient", description = "The queue does not survive a restart of the broker.")
    private boolean temporary;

    @Option(names = "--exclusive", description = "For this connection alone: the queue is gone when the command ends.")
    private boolean exclusive;

    @Option(names = "--auto-delete", description = "The broker deletes the queue with its last consumer.")
    private boolean autoDelete;

    @Option(names = "--type", paramLabel = "TYPE", description = "classic, quorum or stream.")
    private Optional<String> type;

    @Option(names = "--max-length", paramLabel = "N", description = "The most messages that it holds.")
    private Optional<Long> maxLength;

    @Option(names = "--max-bytes", paramLabel = "BYTES", description = "The most bytes of bodies that it holds.")
    private Optional<Long> maxBytes;

    @Option(
            names = "--overflow",
            paramLabel = "WHAT",
            description = "What happens when the queue is full: drop-head, reject-publish or reject-publish-dlx.")
    private Optional<String> overflow;

    @Option(names = "--message-ttl", paramLabel = "TIME", description = "Messages expire after this time, such as 30s.")
    private Optional<Duration> messageTtl;

    @Option(names = "--expires", paramLabel = "TIME", description = "The queue is deleted when unused for this time.")
    private Optional<Duration> expires;

    @Option(names = "--dead-letter-exchange", paramLabel = "NAME", description = "Gets the dead-lettered messages.")
    private Optional<String> deadLetterExchange;

    @Option(
            names = "--dead-letter-routing-key",
            paramLabel = "KEY",
            description = "The routing key of dead-lettered messages, instead of their own.")
    private Optional<String> deadLetterRoutingKey;

    @Option(
            names = "--delivery-limit",
            paramLabel = "N",
            description = "How often a quorum queue delivers a message again before it drops or dead-letters it.")
    private Optional<Long> deliveryLimit;

    @Option(names = "--max-priority", paramLabel = "N", description = "A priority queue, with priorities 0 to N.")
    private Optional<Long> maxPriority;

    @Option(names = "--single-active-consumer", description = "One consumer at a time gets messages.")
    private boolean singleActiveConsumer;

    @Option(
            names = "--argument",
            paramLabel = "NAME=LETTER:VALUE",
            description = "Any other argument, with the letter of its type, such as x-queue-leader-locator=S:balanced;"
                    + " repeatable.")
    private final List<String> arguments = new ArrayList<>();

    @Override
    void check() {
        checkName("the name of a queue", name);
        try {
            method();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), e.getMessage(), e);
        }
    }

    @Override
    Done run(Channel channel) {
        QueueMethod.DeclareOk queue = Stages.await(channel.queueDeclare(method()));
        return Done.of("queue \"" + queue.queue() + "\" has " + queue.messageCount() + " messages ready and "
                        + queue.consumerCount() + " consumers")
                .with("queue", queue.queue())
                .with("messages", queue.messageCount())
                .with("consumers", queue.consumerCount());
    }

    private QueueMethod.Declare method() {
        QueueMethod.Declare method = QueueMethod.Declare.of(name)
                .passive(passive)
                .durable(!temporary)
                .exclusive(exclusive)
                .autoDelete(autoDelete)
                .arguments(HeaderArgument.table("--argument", arguments));
        method = with(method, type, QueueMethod.Declare::queueType);
        method = with(method, maxLength, QueueMethod.Declare::maxLength);
        method = with(method, maxBytes, QueueMethod.Declare::maxLengthBytes);
        method = with(method, overflow, QueueMethod.Declare::overflow);
        method = with(method, messageTtl, QueueMethod.Declare::messageTtl);
        method = with(method, expires, QueueMethod.Declare::expires);
        method = with(method, deadLetterExchange, QueueMethod.Declare::deadLetterExchange);
        method = with(method, deadLetterRoutingKey, QueueMethod.Declare::deadLetterRoutingKey);
        method = with(method, deliveryLimit, QueueMethod.Declare::deliveryLimit);
        method = with(method, maxPriority, QueueMethod.Declare::maxPriority);
        return singleActiveConsumer ? method.singleActiveConsumer(true) : method;
    }

    private static <T> QueueMethod.Declare with(
            QueueMethod.Declare method,
            Optional<T> value,
            BiFunction<QueueMethod.Declare, T, QueueMethod.Declare> argument) {
        return value.map(given -> argument.apply(method, given)).orElse(method);
    }
}
