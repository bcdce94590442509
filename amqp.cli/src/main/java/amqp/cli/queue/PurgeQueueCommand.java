// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.client.Channel;
import amqp.client.Stages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code amqp purge queue}. */
@Command(
        name = "queue",
        description =
                "Deletes the messages of a queue that are ready; those that a consumer has not acknowledged stay.",
        mixinStandardHelpOptions = true)
final class PurgeQueueCommand extends ChannelCommand {
    @Parameters(paramLabel = "NAME", description = "The queue; it must exist.")
    private String name;

    @Override
    void check() {
        checkName("the name of a queue", name);
    }

    @Override
    Done run(Channel channel) {
        long messages = Stages.await(channel.queuePurge(name)).messageCount();
        return Done.of("deleted " + messages + " messages of queue \"" + name + "\"")
                .with("queue", name)
                .with("messages", messages);
    }
}
