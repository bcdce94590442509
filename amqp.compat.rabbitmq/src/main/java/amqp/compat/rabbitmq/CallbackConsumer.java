// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.ConsumerShutdownSignalCallback;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A consumer that is given as callbacks. */
final class CallbackConsumer extends DefaultConsumer {
    private final DeliverCallback deliver;
    private final @Nullable CancelCallback cancel;
    private final @Nullable ConsumerShutdownSignalCallback shutdown;

    private CallbackConsumer(
            Channel channel,
            DeliverCallback deliver,
            @Nullable CancelCallback cancel,
            @Nullable ConsumerShutdownSignalCallback shutdown) {
        super(channel);
        this.deliver = deliver;
        this.cancel = cancel;
        this.shutdown = shutdown;
    }

    static Consumer of(
            Channel channel,
            DeliverCallback deliver,
            @Nullable CancelCallback cancel,
            @Nullable ConsumerShutdownSignalCallback shutdown) {
        return new CallbackConsumer(channel, Objects.requireNonNull(deliver, "deliver callback"), cancel, shutdown);
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
            throws IOException {
        deliver.handle(consumerTag, new Delivery(envelope, properties, body));
    }

    @Override
    public void handleCancel(String consumerTag) throws IOException {
        if (cancel != null) {
            cancel.handle(consumerTag);
        }
    }

    @Override
    public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
        if (shutdown != null) {
            shutdown.handleShutdownSignal(consumerTag, signal);
        }
    }
}
