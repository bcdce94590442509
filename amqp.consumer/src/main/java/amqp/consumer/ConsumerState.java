// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

/** The states of a {@link QueueConsumer}. */
public enum ConsumerState {
    /** The consumer has not started yet, or starts again after a loss: no messages arrive. */
    STARTING,
    /** Messages arrive. */
    CONSUMING,
    /** The consumer takes no more messages, and waits for those that it has. */
    STOPPING,
    /** The consumer has ended. */
    ENDED
}
