// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

/** A fault built into the broker on purpose, to prove that the checks find it. */
public enum Sabotage {
    NONE,
    /** Acks a message that it throws away. */
    LOSE_ACKED,
    /** Acks a message that it did not take. */
    ACK_TOO_EARLY,
    /** Sends an ack a second time, which clients can do without noticing. */
    ACK_TWICE,
    /** Never answers a publish. */
    WITHHOLD_ACK,
    /** Gives two messages of a queue in the wrong order. */
    SWAP_DELIVERIES,
    /** Takes one message off a queue without sending it to anybody. */
    SKIP_DELIVERY,
    /** Sends one message to a consumer twice. */
    DELIVER_TWICE,
    /** Overlooks an octet. */
    MISS_OCTET,
    /** Says that a consumer is there, and has none. */
    FORGET_CONSUMER,
    /** Says that a queue is deleted, and keeps it. */
    KEEP_QUEUE,
    /** Says that a queue is there, and has none. */
    FORGET_QUEUE
}
