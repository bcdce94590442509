// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import amqp.compat.rabbitmq.SdkConnectionFactory;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Envelope;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;

/** A program for com.rabbitmq:amqp-client, with its defaults but without recovery, and with rare heartbeats. */
final class PeerClient implements Client {
    /** What moves its octets. */
    enum Transport {
        BLOCKING,
        NIO,
        NETTY,
        NETTY_OPENSSL,
        /** The SDK's, under the same API. */
        SDK
    }

    /** Its Netty mode takes a connection without heartbeats for dead after 10 s of silence. */
    private static final int QUIET_SECONDS = 3600;

    private final Connection connection;
    private final Channel channel;
    private final Semaphore window = new Semaphore(Mode.WINDOW);
    private Unconfirmed unconfirmed;

    PeerClient(String uri, Transport transport) throws Exception {
        ConnectionFactory factory = transport == Transport.SDK ? new SdkConnectionFactory() : new ConnectionFactory();
        URI address = URI.create(uri);
        factory.setUri(new URI(
                address.getScheme(), address.getUserInfo(), address.getHost(), address.getPort(), null, null, null));
        factory.setRequestedHeartbeat(QUIET_SECONDS);
        factory.setAutomaticRecoveryEnabled(false);
        use(factory, transport);
        if (factory.isSSL()) {
            trust(factory, transport, authorities(address));
        }
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    @SuppressWarnings("deprecation") // its NIO mode is deprecated, and still there
    private static void use(ConnectionFactory factory, Transport transport) {
        switch (transport) {
            case BLOCKING, SDK -> {}
            case NIO -> factory.useNio();
            case NETTY, NETTY_OPENSSL -> factory.netty();
        }
    }

    private static void trust(ConnectionFactory factory, Transport transport, File authorities) throws Exception {
        switch (transport) {
            case BLOCKING, NIO, SDK ->
                factory.useSslProtocol(((JdkSslContext) context(SslProvider.JDK, authorities)).context());
            case NETTY -> factory.netty().sslContext(context(SslProvider.JDK, authorities));
            case NETTY_OPENSSL -> factory.netty().sslContext(context(SslProvider.OPENSSL, authorities));
        }
    }

    /** As the SDK's URI names them. */
    private static File authorities(URI address) {
        return new File(address.getQuery().replace("cacertfile=", ""));
    }

    private static SslContext context(SslProvider provider, File authorities) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(provider)
                .trustManager(authorities)
                .build();
    }

    @Override
    public void publish(byte[] body, long count) throws IOException {
        for (long i = 0; i < count; i++) {
            channel.basicPublish("", Mode.NOWHERE, null, body);
        }
        channel.basicQos(0);
    }

    @Override
    public void publishBatches(byte[] body, long count) {
        throw new UnsupportedOperationException("amqp-client publishes one message a call");
    }

    @Override
    public void publishConfirmed(byte[] body, long count) throws Exception {
        if (unconfirmed == null) {
            channel.confirmSelect();
            unconfirmed = new Unconfirmed(Mode.WINDOW);
            channel.addConfirmListener(this::settled, this::settled);
        }
        for (long i = 0; i < count; i++) {
            window.acquire();
            channel.basicPublish("", Mode.NOWHERE, null, body);
        }
        window.acquire(Mode.WINDOW);
        window.release(Mode.WINDOW);
    }

    private void settled(long deliveryTag, boolean multiple) {
        window.release(unconfirmed.settle(deliveryTag, multiple));
    }

    @Override
    public void consume(String queue, long count, boolean acknowledging) throws Exception {
        if (acknowledging) {
            channel.basicQos(Mode.PREFETCH);
        }
        Counter counter = new Counter(count, acknowledging);
        String tag = channel.basicConsume(queue, !acknowledging, counter);
        counter.done.await();
        channel.basicCancel(tag);
    }

    private final class Counter extends DefaultConsumer {
        private final CountDownLatch done = new CountDownLatch(1);
        private final boolean acknowledging;
        private long left;

        Counter(long count, boolean acknowledging) {
            super(channel);
            this.left = count;
            this.acknowledging = acknowledging;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            left--;
            if (acknowledging && left % Mode.ACK_EVERY == 0) {
                channel.basicAck(envelope.getDeliveryTag(), true);
            }
            if (left == 0) {
                done.countDown();
            }
        }
    }

    @Override
    public void echo(byte[] body, long[] nanos) throws Exception {
        channel.queueDeclare(Mode.ECHO_QUEUE, false, false, true, Map.of());
        Echo echo = new Echo(body, nanos);
        String tag = channel.basicConsume(Mode.ECHO_QUEUE, true, echo);
        echo.publish();
        echo.done.await();
        channel.basicCancel(tag);
    }

    /** Each delivery causes the next publish. */
    private final class Echo extends DefaultConsumer {
        private final CountDownLatch done = new CountDownLatch(1);
        private final byte[] body;
        private final long[] nanos;
        private volatile long start;
        private int received;

        Echo(byte[] body, long[] nanos) {
            super(channel);
            this.body = body;
            this.nanos = nanos;
        }

        void publish() throws IOException {
            start = System.nanoTime();
            channel.basicPublish("", Mode.ECHO_QUEUE, null, body);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
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
        channel.queueDeclare(Mode.ECHO_QUEUE, false, false, true, Map.of());
        String tag = channel.basicConsume(
                Mode.ECHO_QUEUE, true, (consumer, delivery) -> pace.arrived(delivery.getBody()), consumer -> {});
        pace.run(body -> channel.basicPublish("", Mode.ECHO_QUEUE, null, body));
        channel.basicCancel(tag);
    }

    @Override
    public AutoCloseable slowConsumer(String queue) throws Exception {
        Channel own = connection.createChannel();
        own.basicQos(Mode.PREFETCH);
        DeliverCallback slow = (consumer, delivery) -> {
            LockSupport.parkNanos(Mode.SLOWNESS.toNanos());
            if (own.isOpen()) {
                own.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            }
        };
        own.basicConsume(queue, false, slow, consumer -> {});
        return own;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
