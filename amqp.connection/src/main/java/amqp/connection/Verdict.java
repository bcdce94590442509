// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/** The result of a publish in confirm mode. Every publish gets exactly one verdict. */
public enum Verdict {
    /** The broker took responsibility for the message. */
    ACKED,
    /** The broker refused the message. */
    NACKED,
    /** No queue accepted a mandatory message; the broker returned it and then confirmed it. */
    RETURNED,
    /**
     * The channel or the connection ended before the broker's answer arrived: the broker may have the message or not.
     */
    UNKNOWN
}
