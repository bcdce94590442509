// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The observer of one connection, whose failures change nothing and are reported once in a while. By any thread. */
final class ObserverCalls {
    private final ClientObserver observer;
    private final ConnectionCore connection;
    private final RareWarning failures = new RareWarning();

    ObserverCalls(ClientObserver observer, ConnectionCore connection) {
        this.observer = observer;
        this.connection = connection;
    }

    void tell(Object origin, Consumer<ClientObserver> event) {
        call(origin, observer, event);
    }

    /** A message is about to be published; returns null when nobody observes it. */
    @Nullable
    ObservedPublish publishing(
            ChannelCore channel,
            String exchange,
            String routingKey,
            Message message,
            @Nullable PublishCallback callback) {
        try {
            PublishObservation observation = observer.publishing(channel.channel(), exchange, routingKey, message);
            return observation == null ? null : new ObservedPublish(channel, this, observation, message, callback);
        } catch (Throwable thrown) {
            failed(channel.channel(), thrown);
            return null;
        }
    }

    /** Messages are about to be published together; returns one for each, null for those that nobody observes. */
    @Nullable
    ObservedPublish[] publishingAll(
            ChannelCore channel,
            String exchange,
            String routingKey,
            List<Message> messages,
            @Nullable PublishCallback callback) {
        @Nullable ObservedPublish[] observed = new ObservedPublish[messages.size()];
        try {
            List<@Nullable PublishObservation> observations =
                    observer.publishingAll(channel.channel(), exchange, routingKey, messages);
            for (int i = 0; i < observed.length; i++) {
                PublishObservation observation = observations.get(i);
                observed[i] = observation == null
                        ? null
                        : new ObservedPublish(channel, this, observation, messages.get(i), callback);
            }
        } catch (Throwable thrown) {
            failed(channel.channel(), thrown);
        }
        return observed;
    }

    /** Calls a handler with a message. */
    <R extends @Nullable Object, X extends Exception> R handle(Delivery delivery, String queue, Handler<R, X> handler)
            throws X {
        DeliveryObservation observation = handling(delivery, queue);
        if (observation == null) {
            return handler.call();
        }
        Throwable failure = null;
        try {
            return handler.call();
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            Throwable thrown = failure;
            call(delivery.channel(), observation, one -> one.handled(thrown));
        }
    }

    /** Whatever handles a message. */
    @FunctionalInterface
    interface Handler<R extends @Nullable Object, X extends Exception> {
        R call() throws X;
    }

    private @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        try {
            return observer.handling(delivery, queue);
        } catch (Throwable thrown) {
            failed(delivery.channel(), thrown);
            return null;
        }
    }

    /** Calls the observer, or one of its observations. */
    <T> void call(Object origin, T observer, Consumer<T> event) {
        try {
            event.accept(observer);
        } catch (Throwable thrown) {
            failed(origin, thrown);
        }
    }

    void failed(Object origin, Throwable thrown) {
        if (failures.leftOut(connection.driver().now()) != RareWarning.NOT_NOW) {
            connection.options().callbackFailed(origin, "the observer", thrown);
        }
    }
}
