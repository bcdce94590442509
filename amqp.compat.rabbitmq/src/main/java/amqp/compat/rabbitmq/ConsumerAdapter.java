// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.connection.ClosedException;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;

/**
 * Calls a {@link Consumer} as amqp-client does: consume-ok before the first message, a shutdown signal whenever channel or
 * connection end, consume-ok again when the recovery has brought the consumer back. Where the channel's consumers are called,
 * one call at a time.
 */
final class ConsumerAdapter implements DeliveryHandler {
    /** What the application's code throws goes to the exception handler. */
    private interface Call {
        void run() throws IOException;
    }

    private final SdkChannel channel;
    private final Consumer consumer;
    private final boolean autoAck;
    private boolean begun;
    private volatile boolean over;

    ConsumerAdapter(SdkChannel channel, Consumer consumer, boolean autoAck) {
        this.channel = channel;
        this.consumer = consumer;
        this.autoAck = autoAck;
    }

    /** Its consume-ok is here; messages may have come before it was told. */
    void begun(String consumerTag) {
        if (!begun) {
            begun = true;
            channel.began(consumerTag, this);
            call(consumerTag, "handleConsumeOk", () -> consumer.handleConsumeOk(consumerTag));
        }
    }

    void recovered(String consumerTag) {
        call(consumerTag, "handleRecoverOk", () -> consumer.handleRecoverOk(consumerTag));
    }

    @Override
    public void onDelivery(Delivery delivery) {
        String tag = delivery.consumerTag();
        begun(tag);
        channel.metrics().consumedMessage(channel, delivery.deliveryTag(), tag);
        Envelope envelope = SdkChannel.envelope(delivery);
        var properties = channel.properties().toRabbit(delivery.properties());
        call(tag, "handleDelivery", () -> consumer.handleDelivery(tag, envelope, properties, delivery.body()));
    }

    @Override
    public void onCancel(String consumerTag) {
        begun(consumerTag);
        over = true;
        channel.forget(consumerTag);
        call(consumerTag, "handleCancel", () -> consumer.handleCancel(consumerTag));
    }

    @Override
    public void onCancelOk(String consumerTag) {
        call(consumerTag, "handleCancelOk", () -> consumer.handleCancelOk(consumerTag));
    }

    @Override
    public void onInterrupted(ClosedException why) {
        shutdown(why);
    }

    @Override
    public void onResumed(String consumerTag) {
        call(consumerTag, "handleConsumeOk", () -> consumer.handleConsumeOk(consumerTag));
    }

    @Override
    public void onClosed(ClosedException why) {
        shutdown(why);
    }

    private void shutdown(ClosedException why) {
        String tag = channel.tagOf(this);
        call(tag, "handleShutdownSignal", () -> consumer.handleShutdownSignal(tag, channel.signalFor(why.reason())));
    }

    /** Whether the broker has cancelled it. By any thread. */
    boolean isOver() {
        return over;
    }

    boolean isAutoAck() {
        return autoAck;
    }

    private void call(String consumerTag, String method, Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            channel.exceptionHandler().handleConsumerException(channel, e, consumer, consumerTag, method);
        }
    }
}
