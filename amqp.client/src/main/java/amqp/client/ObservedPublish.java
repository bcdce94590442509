// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message that an observer wants to know about, from before it is published to its end. In confirm mode it is attached
 * to the publish, unless the message is kept: then it goes along with that.
 */
final class ObservedPublish implements Publication {
    private final ChannelCore channel;
    private final ObserverCalls observer;
    private final PublishObservation observation;
    private final Message message;
    private final @Nullable PublishCallback callback;

    /** Set under the driver's lock by the thread that publishes, and read by it. */
    private boolean awaitsVerdict;

    ObservedPublish(
            ChannelCore channel,
            ObserverCalls observer,
            PublishObservation observation,
            Message given,
            @Nullable PublishCallback callback) {
        this.channel = channel;
        this.observer = observer;
        this.observation = observation;
        this.callback = callback;
        this.message = toSend(given);
    }

    private Message toSend(Message given) {
        try {
            return Objects.requireNonNull(observation.message(given), "the observation's message");
        } catch (Throwable thrown) {
            observer.failed(channel.channel(), thrown);
            return given;
        }
    }

    /** What to send. */
    Message message() {
        return message;
    }

    /** Its end is a verdict, or that there is none. Under the lock. */
    void awaitsVerdict() {
        awaitsVerdict = true;
    }

    // ---- by the thread that publishes, without the lock ----

    void sent() {
        boolean awaits = awaitsVerdict;
        observer.call(channel.channel(), observation, one -> one.sent(awaits));
    }

    /** There was room, or not. */
    void tried(boolean published) {
        if (published) {
            sent();
        } else {
            noRoom();
        }
    }

    private void noRoom() {
        observer.call(channel.channel(), observation, PublishObservation::noRoom);
    }

    void refused(RuntimeException why) {
        observer.call(channel.channel(), observation, one -> one.refused(why));
    }

    // ---- in the strand, or by the thread that ends the channel ----

    @Override
    public void settled(Verdict verdict) {
        tell(verdict);
        if (callback != null) {
            channel.dispatch().settled(callback, verdict);
        }
    }

    @Override
    public void unknown(CloseReason reason) {
        ClosedException why = channel.whyEnded(reason);
        tell(why);
        if (callback != null) {
            channel.dispatch().unknown(callback, why);
        }
    }

    /** Tells the observer alone. */
    void tell(Verdict verdict) {
        observer.call(channel.channel(), observation, one -> one.settled(verdict));
    }

    /** Tells the observer alone. */
    void tell(ClosedException why) {
        observer.call(channel.channel(), observation, one -> one.unknown(why));
    }
}
