// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.frames.ContentHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What one channel does with the messages that come in: deliveries, messages got, and own ones returned. */
final class ContentReceiver {
    private final ChannelEngine channel;
    private final ConnectionEngine connection;
    private final Subscriptions subscriptions;
    private final Publisher publisher;
    private final ContentAssembler content;

    private final OutstandingTags tags;

    /** The basic.get whose message is coming in; otherwise null. */
    private @Nullable Call get;

    ContentReceiver(
            ChannelEngine channel,
            ConnectionEngine connection,
            Subscriptions subscriptions,
            Publisher publisher,
            OutstandingTags tags) {
        this.channel = channel;
        this.connection = connection;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
        this.tags = tags;
        this.content = new ContentAssembler(connection.options().maxMessageSize(), connection.assemblyBound());
    }

    void begin(Method withContent) {
        content.begin(withContent);
    }

    void beginGot(Call request, BasicMethod.GetOk getOk) {
        content.begin(getOk);
        get = request;
    }

    void expectIdle(Method method) {
        content.expectIdle(method.protocolName());
    }

    void receive(ContentHeader header) {
        if (content.header(header)) {
            complete();
        }
    }

    /** @param partLeft see {@link amqp.frames.FrameDecoder#partLeft} */
    void receive(ByteBuffer buffer, int offset, int length, int partLeft) {
        if (content.body(buffer, offset, length, partLeft)) {
            complete();
        }
    }

    /** The channel has ended. */
    void discard() {
        content.discard();
    }

    /** Whether the message of a basic.get is coming in that somebody still waits for. */
    boolean isAwaitingGot() {
        return get != null && !get.givenUp;
    }

    /** Ends the basic.get whose message is coming in, or would have; null when there is none. */
    @Nullable
    Call endGet() {
        Call ended = get;
        if (ended != null) {
            connection.deadlines().remove(ended);
            get = null;
        }
        return ended;
    }

    private void complete() {
        Method method = content.method();
        if (method instanceof BasicMethod.GetOk getOk) {
            Call call = endGet();
            if (call != null) {
                got(getOk, call);
            }
        } else if (method instanceof BasicMethod.Return returned && !channel.isClosed()) {
            returned(returned);
        } else if (method instanceof BasicMethod.Deliver deliver && channel.isOpen()) {
            delivered(deliver);
        } // else: the channel is closing, and the broker requeues what is not acknowledged
        content.release();
    }

    private void returned(BasicMethod.Return returned) {
        Object attachment = publisher.returned(returned, content);
        if (content.isOversized()) {
            connection.emit(new Event.Oversized(channel, returned, content.size(), null));
        } else {
            connection.emit(new Event.Returned(channel, returned, content.properties(), content.body(), attachment));
        }
    }

    private void delivered(BasicMethod.Deliver deliver) {
        Subscriptions.Subscription subscription = subscriptions.find(deliver.consumerTag());
        boolean noAck = subscription != null && subscription.noAck();
        if (subscription != null && subscription.lost()) {
            reject(deliver.deliveryTag(), true, noAck);
        } else if (content.isOversized()) {
            reject(deliver.deliveryTag(), false, noAck);
            connection.emit(new Event.Oversized(channel, deliver, content.size(), null));
        } else {
            await(deliver.deliveryTag(), noAck);
            Object consumer = subscription == null ? null : subscription.consumer();
            connection.emit(new Event.Delivered(channel, deliver, content.properties(), content.body(), consumer));
        }
    }

    private void got(BasicMethod.GetOk getOk, Call call) {
        boolean noAck = ((BasicMethod.Get) call.request).noAck();
        if (call.givenUp) {
            reject(getOk.deliveryTag(), true, noAck);
        } else if (content.isOversized()) {
            reject(getOk.deliveryTag(), false, noAck);
            connection.emit(new Event.Oversized(channel, getOk, content.size(), call.attachment));
        } else if (call.attachment != null) {
            await(getOk.deliveryTag(), noAck);
            connection.emit(new Event.Got(call.attachment, getOk, content.properties(), content.body()));
        }
    }

    /** The acknowledgement, unless there is to be none. */
    private void await(long deliveryTag, boolean noAck) {
        if (noAck) {
            tags.passed(deliveryTag);
        } else {
            tags.delivered(deliveryTag);
        }
    }

    private void reject(long deliveryTag, boolean requeue, boolean noAck) {
        if (!noAck && channel.isOpen()) {
            connection.frames().answer(channel.number(), new BasicMethod.Reject(deliveryTag, requeue));
        }
    }
}
