// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.connection.Session;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Reading;
import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;

/** Publishes without confirms; a declare at the end makes sure that the broker has read everything. */
record PublishWorkload(Channel channel, BasicMethod.Publish method, byte[] body, long count, Progress progress)
        implements Workload {

    @Override
    public Result round() {
        Reading begin = Reading.now();
        for (long i = 0; i < count; i++) {
            while (!channel.tryPublish(method, Message.of(body))) {
                Session.awaitRoom(channel);
            }
            if ((i & 0x3ff) == 0) {
                progress.at(i);
            }
        }
        Stages.await(channel.queueDeclare());
        return Result.of(begin, Reading.now());
    }
}
