// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.dispatch.Held;
import amqp.client.dispatch.SerialExecutor;
import amqp.connection.ClosedException;
import amqp.connection.Event;
import amqp.connection.Verdict;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the callbacks of one channel run, each kind one at a time and in order: a consumer that blocks delays neither
 * verdicts nor the reply that it may be waiting for. What waits for the application counts in the connection's inbox.
 */
final class ChannelDispatch {
    private static final String CONSUMER = "the consumer";

    private final Channel channel;
    private final ConnectionCore connection;
    private final ChannelOptions options;
    private final Executor replies;
    private final Executor verdicts;
    private final Executor returns;
    private final Executor deliveries;
    private volatile Consumer<Returned> returnListener = returned -> {};

    /** Made when first needed. Owned by the strand. */
    private @Nullable Executor observers;

    ChannelDispatch(Channel channel, ConnectionCore connection, ChannelOptions options) {
        this.channel = channel;
        this.connection = connection;
        this.options = options;
        this.replies = connection
                .dispatch()
                .completionExecutor(options.completionDispatch(), channel, "the callback of a command");
        this.verdicts = connection
                .dispatch()
                .completionExecutor(options.completionDispatch(), channel, "the callback of a publish or return");
        this.returns =
                (options.dispatch() == Dispatch.IO_THREAD) == (options.completionDispatch() == Dispatch.IO_THREAD)
                        ? verdicts // so that a message that comes back is told before its verdict
                        : connection
                                .dispatch()
                                .completionExecutor(options.dispatch(), channel, "the listener for returned messages");
        this.deliveries = connection.dispatch().executor(options.dispatch(), channel, CONSUMER);
    }

    /** Where stages complete. */
    Executor replies() {
        return replies;
    }

    /** Where the callbacks of publishes are called. */
    Executor verdicts() {
        return verdicts;
    }

    /** Where consumers are called. */
    Executor deliveries() {
        return deliveries;
    }

    /** Where callbacks of the registry are called. */
    Executor observers() {
        assert connection.strand().isHere();
        if (observers == null) {
            Executor executor = connection.dispatch().executor(options.dispatch(), channel, "a registered callback");
            observers = connection.inbox().counting(executor, Held.EVENT);
        }
        return observers;
    }

    /** Runs a task of the application where consumers are called; by any thread. */
    void execute(Runnable task) {
        Runnable reporting = () -> SerialExecutor.runHere(task, thrown -> failed("a task", thrown));
        if (options.dispatch() == Dispatch.IO_THREAD) {
            connection.strand().execute(reporting);
        } else {
            deliveries.execute(reporting);
        }
    }

    /** Replaces the listener for returned messages; by any thread. */
    void onReturn(Consumer<Returned> listener) {
        returnListener = listener;
    }

    /**
     * Hands a message to its consumer.
     *
     * @param here whether the handler is called in the strand, whatever the dispatch
     */
    void deliver(DeliveryHandler handler, Delivery delivery, boolean here) {
        assert connection.strand().isHere();
        if (here || options.dispatch() == Dispatch.IO_THREAD) {
            try {
                handler.onDelivery(delivery);
            } catch (Throwable e) {
                failed(CONSUMER, e);
            }
        } else {
            connection.inbox().hand(deliveries, delivery.held(), () -> handler.onDelivery(delivery));
        }
    }

    /** Hands a message that came back to the listener of now. */
    void returned(Event.Returned event) {
        Consumer<Returned> listener = returnListener;
        Returned returned = Returned.of(event);
        connection.tellObserver(channel, observer -> observer.returned(channel, returned));
        connection.inbox().hand(returns, returned.held(), () -> listener.accept(returned));
    }

    /** Calls the callback of a publish. */
    void settled(PublishCallback callback, Verdict verdict) {
        assert connection.strand().isHere();
        if (options.completionDispatch() == Dispatch.IO_THREAD) {
            try {
                callback.settled(verdict);
            } catch (Throwable e) {
                failed("the callback of a publish", e);
            }
        } else {
            verdicts.execute(() -> {
                channel.core().outbox().window().telling();
                callback.settled(verdict);
            });
        }
    }

    /** Calls the callback of a publish that has no verdict. */
    void unknown(PublishCallback callback, ClosedException why) {
        assert connection.strand().isHere();
        if (options.completionDispatch() == Dispatch.IO_THREAD) {
            verdicts.execute(() -> callback.unknown(why)); // at once
        } else {
            verdicts.execute(() -> {
                channel.core().outbox().window().telling();
                callback.unknown(why);
            });
        }
    }

    private void failed(String callback, Throwable thrown) {
        connection.options().callbackFailed(channel, callback, thrown);
    }
}
