// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;

/**
 * Called with what happens to one published message; made by {@link ClientObserver#publishing}. The same rules hold as
 * for the methods of {@link ClientObserver}.
 *
 * <p>{@link #message} is called first. Then the observation ends by exactly one call: of {@link #noRoom}, of
 * {@link #refused}, of {@link #sent} with false, of {@link #settled}, or of {@link #unknown}. Before the last two,
 * {@link #sent} is called with true; since the verdict comes on another thread, it may overtake that call.
 */
public interface PublishObservation {

    /**
     * Returns the message to send instead of the given one, for instance a copy with one more header; by default the given
     * one. Called on the thread that publishes, right after {@link ClientObserver#publishing}.
     *
     * @param given the message as the application gave it
     */
    default Message message(Message given) {
        return given;
    }

    /**
     * Called when the message was taken to be sent, at once or later, on the thread that publishes and before the publish
     * returns.
     *
     * @param awaitsVerdict whether {@link #settled} or {@link #unknown} follows, since the channel is in confirm
     *     mode; otherwise this is the last call
     */
    default void sent(boolean awaitsVerdict) {}

    /**
     * Called when there was no room to publish, so that {@link Channel#tryPublish} returned false, on the thread that
     * publishes. Nothing was sent. The last call.
     */
    default void noRoom() {}

    /**
     * Called when the publish failed and nothing was sent, on the thread that publishes. The last call.
     *
     * @param why what the publish throws: the channel is closed, too much is kept already, or the message cannot be sent
     */
    default void refused(RuntimeException why) {}

    /**
     * Called when the broker has given its verdict, on the I/O thread, before the application is called. The last call but
     * for a {@link #sent} that it overtakes.
     *
     * @param verdict acknowledged, refused or returned; never {@link Verdict#UNKNOWN}
     */
    default void settled(Verdict verdict) {}

    /**
     * Called when there will be no verdict, since the channel or connection ended, on the I/O thread, before the application
     * is told. The message may have arrived. The last call but for a {@link #sent} that it overtakes.
     *
     * @param why what has ended, and for what reason
     */
    default void unknown(ClosedException why) {}
}
