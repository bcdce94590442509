// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import amqp.adapter.spi.Adapter;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.client.PublishCallback;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Ours, over an adapter. */
final class SdkClient implements Client {
    private static final BasicMethod.Publish TO_NOWHERE = BasicMethod.Publish.of("", Mode.NOWHERE);

    private final Connection connection;
    private final Channel channel;
    private Closeable beside = () -> {};
    private boolean confirming;

    SdkClient(String uri, String adapter, Dispatch dispatch) {
        this(ConnectionOptions.builder().adapter(adapter), uri, dispatch);
    }

    SdkClient(String uri, String adapter, ClientObserver observer) {
        this(ConnectionOptions.builder().adapter(adapter).observer(observer), uri, Dispatch.IO_THREAD);
    }

    SdkClient(String uri, Adapter adapter, Dispatch dispatch) {
        this(ConnectionOptions.builder().adapter(adapter), uri, dispatch);
    }

    private SdkClient(ConnectionOptions.Builder options, String uri, Dispatch dispatch) {
        connection =
                await(Connection.open(options.uri(uri).heartbeat(Duration.ZERO).build()));
        channel = await(connection.openChannel(
                ChannelOptions.builder().dispatch(dispatch).build()));
    }

    /** Closes this too when it is closed. */
    SdkClient beside(Closeable other) {
        beside = other;
        return this;
    }

    @Override
    public void publish(byte[] body, long count) {
        for (long i = 0; i < count; i++) {
            while (!channel.tryPublish(TO_NOWHERE, Message.of(body))) {
                await(channel.writable());
            }
        }
        await(channel.basicQos(0));
    }

    @Override
    public void publishBatches(byte[] body, long count) {
        for (long left = count; left > 0; left -= Mode.BATCH) {
            publishBatch(body, (int) Math.min(left, Mode.BATCH));
        }
        await(channel.basicQos(0));
    }

    private void publishBatch(byte[] body, int size) {
        List<Message> batch = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            batch.add(Message.of(body));
        }
        int published = channel.tryPublishAll(TO_NOWHERE, batch);
        while (published < size) {
            await(channel.writable());
            published += channel.tryPublishAll(TO_NOWHERE, batch.subList(published, size));
        }
    }

    @Override
    public void publishConfirmed(byte[] body, long count) throws InterruptedException {
        if (!confirming) {
            await(channel.confirmSelect());
            confirming = true;
        }
        Semaphore window = new Semaphore(Mode.WINDOW);
        PublishCallback settled = verdict -> window.release();
        for (long i = 0; i < count; i++) {
            window.acquire();
            while (!channel.tryPublishConfirmed(TO_NOWHERE, Message.of(body), settled)) {
                await(channel.writable());
            }
        }
        window.acquire(Mode.WINDOW);
    }

    @Override
    public void consume(String queue, long count, boolean acknowledging) throws InterruptedException {
        if (acknowledging) {
            await(channel.basicQos(Mode.PREFETCH));
        }
        Counter counter = new Counter(count, acknowledging);
        String tag = await(channel.basicConsume(BasicMethod.Consume.of(queue).noAck(!acknowledging), counter));
        counter.done.await();
        await(channel.basicCancel(tag));
    }

    private static final class Counter implements DeliveryHandler {
        private final CountDownLatch done = new CountDownLatch(1);
        private final boolean acknowledging;
        private long left;

        Counter(long count, boolean acknowledging) {
            this.left = count;
            this.acknowledging = acknowledging;
        }

        @Override
        public void onDelivery(Delivery delivery) {
            left--;
            if (acknowledging && left % Mode.ACK_EVERY == 0) {
                delivery.ackMultiple();
            }
            if (left == 0) {
                done.countDown();
            }
        }
    }

    @Override
    public void echo(byte[] body, long[] nanos) throws InterruptedException {
        await(channel.queueDeclare(
                QueueMethod.Declare.of(Mode.ECHO_QUEUE).durable(false).autoDelete(true)));
        Echo echo = new Echo(body, nanos);
        String tag = await(
                channel.basicConsume(BasicMethod.Consume.of(Mode.ECHO_QUEUE).noAck(true), echo));
        echo.publish();
        echo.done.await();
        await(channel.basicCancel(tag));
    }

    /** Each delivery causes the next publish. */
    private final class Echo implements DeliveryHandler {
        private final CountDownLatch done = new CountDownLatch(1);
        private final byte[] body;
        private final long[] nanos;
        private volatile long start;
        private int received;

        Echo(byte[] body, long[] nanos) {
            this.body = body;
            this.nanos = nanos;
        }

        void publish() {
            start = System.nanoTime();
            channel.publish("", Mode.ECHO_QUEUE, Message.of(body));
        }

        @Override
        public void onDelivery(Delivery delivery) {
            nanos[received++] = System.nanoTime() - start;
            if (received == nanos.length) {
                done.countDown();
            } else {
                publish();
            }
        }
    }

    @Override
    public void pass(Pace pace) throws Exception {
        await(channel.queueDeclare(
                QueueMethod.Declare.of(Mode.ECHO_QUEUE).durable(false).autoDelete(true)));
        String tag = await(channel.basicConsume(
                BasicMethod.Consume.of(Mode.ECHO_QUEUE).noAck(true), delivery -> pace.arrived(delivery.body())));
        pace.run(body -> channel.publish("", Mode.ECHO_QUEUE, Message.of(body)));
        await(channel.basicCancel(tag));
    }

    @Override
    public AutoCloseable slowConsumer(String queue) {
        Channel own = await(connection.openChannel());
        await(own.basicQos(Mode.PREFETCH));
        await(own.basicConsume(BasicMethod.Consume.of(queue), delivery -> {
            LockSupport.parkNanos(Mode.SLOWNESS.toNanos());
            delivery.ack();
        }));
        return () -> await(own.close());
    }

    @Override
    public void close() throws IOException {
        await(connection.close());
        beside.close();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
