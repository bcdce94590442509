// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.connection.ConfirmWindow;
import amqp.cli.connection.Session;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Reading;
import amqp.cli.terminal.Waiter;
import amqp.client.Channel;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;

/** Publishes with confirms, a window of them unconfirmed; ends with the last verdict. The channel is in confirm mode. */
record ConfirmWorkload(Channel channel, BasicMethod.Publish method, byte[] body, long count, Progress progress)
        implements Workload {

    /** @throws CommandFailedException when a message was not acked, since its time would mean nothing */
    @Override
    public Result round() {
        ConfirmWindow window = new ConfirmWindow(new Waiter(progress));
        Reading begin = Reading.now();
        for (long i = 0; i < count; i++) {
            window.awaitRoom();
            while (!channel.tryPublishConfirmed(method, Message.of(body), window)) {
                Session.awaitRoom(channel);
            }
            window.sent();
            if ((i & 0x3ff) == 0) {
                progress.at(i);
            }
        }
        window.awaitAll();
        Reading end = Reading.now();
        long acked = window.count(Verdict.ACKED);
        if (acked < count) {
            throw new CommandFailedException("only " + acked + " of " + count + " messages were acked, "
                    + window.count(Verdict.NACKED) + " were nacked and " + window.count(Verdict.UNKNOWN)
                    + " got no verdict; what does the broker's log say?");
        }
        return Result.of(begin, end);
    }
}
