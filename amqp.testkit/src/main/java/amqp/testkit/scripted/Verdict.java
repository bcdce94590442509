// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

/** What the broker does at once with a publish. Acks and nacks go only to channels in confirm mode. */
public enum Verdict {
    ACK,
    NACK,
    /** basic.return with 312 NO_ROUTE, then the ack. */
    RETURN,
    /** Nothing: the test sends the verdict itself, or none. */
    NONE
}
