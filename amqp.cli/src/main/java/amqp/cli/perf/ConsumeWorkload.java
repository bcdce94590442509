// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Reading;
import amqp.cli.terminal.Waiter;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Stages;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Consumes with one consumer for all rounds: a round ends, and the next one begins, in the callback for its last message.
 * So no message is lost between rounds, whatever the broker has sent ahead.
 */
final class ConsumeWorkload implements Workload, DeliveryHandler {
    static final int PREFETCH = 500;

    /** With acknowledgements, so many at once. */
    private static final int ACK_EVERY = 100;

    private final Channel channel;
    private final String queue;
    private final boolean acknowledging;
    private final long count;
    private final Waiter waiter;
    private final LongSupplier received;

    /** At the beginning, and at the end of each round; filled by the callback. */
    private final Reading[] marks;

    private final AtomicLong total = new AtomicLong();
    private int rounds;

    ConsumeWorkload(
            Channel channel, String queue, boolean acknowledging, long count, int mostRounds, Progress progress) {
        this.channel = channel;
        this.queue = queue;
        this.acknowledging = acknowledging;
        this.count = count;
        this.marks = new Reading[mostRounds + 1];
        this.waiter = new Waiter(progress);
        this.received = total::get;
    }

    @Override
    public Result round() {
        if (rounds == 0) {
            begin();
        }
        rounds++;
        long target = count * rounds;
        waiter.until(() -> total.get() >= target, received, "message in queue \"" + queue + "\"");
        return Result.of(marks[rounds - 1], marks[rounds]);
    }

    private void begin() {
        if (acknowledging) {
            Stages.await(channel.basicQos(PREFETCH));
        }
        marks[0] = Reading.now();
        Stages.await(channel.basicConsume(BasicMethod.Consume.of(queue).noAck(!acknowledging), this));
    }

    /** Called one at a time, so that the count has one writer. Messages after the last round are left as they are. */
    @Override
    public void onDelivery(Delivery delivery) {
        long number = total.get() + 1;
        if (number > count * (marks.length - 1)) {
            return;
        }
        boolean last = number % count == 0;
        if (acknowledging && (last || number % ACK_EVERY == 0)) {
            delivery.ackMultiple();
        }
        if (last) {
            marks[(int) (number / count)] = Reading.now();
        }
        total.setRelease(number);
        if (last) {
            waiter.wake();
        }
    }

    @Override
    public void onCancel(String consumerTag) {
        waiter.fail(new CommandFailedException("the broker ended the consumer; was its queue deleted?"));
    }

    @Override
    public void onClosed(ClosedException why) {
        waiter.fail(why);
    }
}
