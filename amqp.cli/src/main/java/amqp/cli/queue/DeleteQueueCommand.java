// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.method.QueueMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amqp delete queue}. */
@Command(name = "queue", description = "Deletes a queue with its messages.", mixinStandardHelpOptions = true)
final class DeleteQueueCommand extends ChannelCommand {
    @Parameters(paramLabel = "NAME", description = "The queue; it must exist.")
    private String name;

    @Option(names = "--if-empty", description = "Only when it has no messages.")
    private boolean ifEmpty;

    @Option(names = "--if-unused", description = "Only when it has no consumers.")
    private boolean ifUnused;

    @Override
    void check() {
        checkName("the name of a queue", name);
    }

    /** Later brokers say nothing when there is no such queue; hence the look at it. */
    @Override
    Done run(Channel channel) {
        Stages.await(channel.queueDeclare(QueueMethod.Declare.of(name).passive(true)));
        long messages = Stages.await(channel.queueDelete(
                        QueueMethod.Delete.of(name).ifEmpty(ifEmpty).ifUnused(ifUnused)))
                .messageCount();
        return Done.of("queue \"" + name + "\" deleted, with " + messages + " messages")
                .with("queue", name)
                .with("messages", messages);
    }
}
