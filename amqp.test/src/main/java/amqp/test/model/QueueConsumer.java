// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

/** Who takes messages from a queue. */
public interface QueueConsumer {
    /** Returns whether it can be sent a message now: its prefetch is not used up. */
    boolean hasRoom();

    /** Takes a message of the queue, which is out of the queue until it is acknowledged or put back. */
    void deliver(StoredMessage message);

    /** The queue is deleted. */
    void cancelled();
}
