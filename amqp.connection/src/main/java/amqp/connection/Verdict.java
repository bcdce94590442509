// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/** The result of a publish in confirm mode. Every publish gets exactly one. */
public enum Verdict {
    /** The broker took responsibility for the message. */
    ACKED,
    /** The broker said that it could not take the message. */
    NACKED,
    /** A mandatory message had no queue to go to; the broker sent it back and then confirmed that it had handled it. */
    RETURNED,
    /** The channel or the connection ended before the broker said anything: the message may be there or not. */
    UNKNOWN
}
