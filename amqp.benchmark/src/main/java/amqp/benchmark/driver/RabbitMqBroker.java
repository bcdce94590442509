// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.adapter.tck.TestCertificates;
import amqp.benchmark.load.Mode;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.PublishCallback;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** A private RabbitMQ, and the connection that fills its queue. */
final class RabbitMqBroker implements Broker {
    private static final String QUEUE = "benchmark";

    private final Optional<TestCertificates> tls;
    private final RabbitMqNode node;
    private final Connection connection;
    private final Channel channel;

    /** In the clear. */
    RabbitMqBroker() {
        this(Optional.empty());
    }

    RabbitMqBroker(Optional<TestCertificates> tls) {
        this.tls = tls;
        node = RabbitMqNode.start(tls.map(RabbitMqOptions.DEFAULT::withTls).orElse(RabbitMqOptions.DEFAULT));
        connection = await(Connection.open(node.uri() + "?heartbeat=0"));
        channel = await(connection.openChannel());
        await(channel.confirmSelect());
        await(channel.queueDeclare(QueueMethod.Declare.of(QUEUE).durable(false)));
    }

    @Override
    public String uri() {
        return tls.map(certificates -> node.tlsUri() + "?cacertfile=" + certificates.authority())
                .orElse(node.uri().toString());
    }

    @Override
    public void beginCase() {}

    @Override
    public String title() {
        return "RabbitMQ " + node.version() + (tls.isEmpty() ? "" : " over TLS");
    }

    @Override
    public String queue(Case measured) {
        return isFilled(measured) ? QUEUE : "";
    }

    private static boolean isFilled(Case measured) {
        return measured.mode() == Mode.CONSUME || measured.mode() == Mode.CONSUMEACK;
    }

    @Override
    public void fill(Case measured, int count) {
        if (!isFilled(measured)) {
            return;
        }
        CountDownLatch settled = new CountDownLatch(count);
        PublishCallback callback = verdict -> settled.countDown();
        byte[] body = new byte[measured.size()];
        BasicMethod.Publish method = BasicMethod.Publish.of("", QUEUE);
        for (int i = 0; i < count; i++) {
            while (!channel.tryPublishConfirmed(method, Message.of(body), callback)) {
                await(channel.writable());
            }
        }
        try {
            settled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public void close() {
        await(connection.close());
        node.close();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
