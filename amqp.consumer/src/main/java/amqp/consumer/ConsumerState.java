// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

/** The states of a {@link QueueConsumer}. */
public enum ConsumerState {
    /** It has not begun yet, or begins again after a loss: no messages come. */
    STARTING,
    /** Messages come. */
    CONSUMING,
    /** It takes no more messages, and waits for those that it has. */
    STOPPING,
    /** It has ended. */
    ENDED
}
