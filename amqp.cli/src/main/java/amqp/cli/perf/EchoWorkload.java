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
import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Sends one message at a time to its own consumer, whose callback sends the next one: no thread is changed but where
 * the client does so.
 */
final class EchoWorkload implements Workload, DeliveryHandler {
    private final Channel channel;
    private final BasicMethod.Publish method;
    private final byte[] body;
    private final long count;
    private final Waiter waiter;
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final AtomicLong received = new AtomicLong();
    private boolean consuming;

    /** When the message under way was sent. Written by whoever sends; the message itself orders it before the reading. */
    private volatile long sentNanos;

    EchoWorkload(Channel channel, String queue, byte[] body, long count, Progress progress) {
        this.channel = channel;
        this.method = BasicMethod.Publish.of("", queue);
        this.body = body;
        this.count = count;
        this.waiter = new Waiter(progress);
    }

    @Override
    public Result round() {
        if (!consuming) {
            Stages.await(channel.basicConsume(
                    BasicMethod.Consume.of(method.routingKey()).noAck(true), this));
            consuming = true;
        }
        latencies.reset();
        received.set(0);
        Reading begin = Reading.now();
        send();
        waiter.until(() -> received.get() == count, received::get, "message back from the broker");
        return Result.of(begin, Reading.now(), latencies);
    }

    private void send() {
        sentNanos = System.nanoTime();
        channel.publish(method, Message.of(body));
    }

    @Override
    public void onDelivery(Delivery delivery) {
        latencies.recordValue(Math.min(System.nanoTime() - sentNanos, latencies.getHighestTrackableValue()));
        if (received.incrementAndGet() == count) {
            waiter.wake();
            return;
        }
        try {
            send();
        } catch (AmqpException e) {
            waiter.fail(e);
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
