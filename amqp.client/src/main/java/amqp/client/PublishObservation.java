// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;

/**
 * Called with what happens to one published message; created by {@link ClientObserver#publishing}. The rules of
 * {@link ClientObserver} apply.
 *
 * <p>{@link #message} is called first. The last call is exactly one of {@link #noRoom}, {@link #refused}, {@link #sent}
 * with false, {@link #settled}, or {@link #unknown}. Before {@link #settled} and {@link #unknown}, {@link #sent} is
 * called with true; since the verdict arrives on another thread, it may overtake that call.
 */
public interface PublishObservation {

    /**
     * Returns the message to send instead of the given one, for instance a copy with one more header; by default the
     * given one. Called on the publishing thread, right after {@link ClientObserver#publishing}.
     *
     * @param given the message of the application
     */
    default Message message(Message given) {
        return given;
    }

    /**
     * Called when the message is accepted, to be sent now or later, on the publishing thread and before the publish
     * returns.
     *
     * @param awaitsVerdict whether {@link #settled} or {@link #unknown} follows, since the channel is in confirm mode;
     *     otherwise this is the last call
     */
    default void sent(boolean awaitsVerdict) {}

    /**
     * Called when there is no room to publish, so that {@link Channel#tryPublish} returns false, on the publishing
     * thread. Nothing was sent. This is the last call.
     */
    default void noRoom() {}

    /**
     * Called when the publish failed and nothing was sent, on the publishing thread. This is the last call.
     *
     * @param why what the publish throws: the channel is closed, the publish buffer is full, or the message cannot be
     *     sent
     */
    default void refused(RuntimeException why) {}

    /**
     * Called with the broker's verdict, on the I/O thread, before the application is called. This is the last call,
     * except for a {@link #sent} that it overtakes.
     *
     * @param verdict acknowledged, refused or returned; never {@link Verdict#UNKNOWN}
     */
    default void settled(Verdict verdict) {}

    /**
     * Called when there will be no verdict, since the channel or connection ended, on the I/O thread, before the
     * application is called. The message may have arrived. This is the last call, except for a {@link #sent} that it
     * overtakes.
     *
     * @param why what has ended, and the reason
     */
    default void unknown(ClosedException why) {}
}
