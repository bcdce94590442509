// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

/** When a misbehaviour begins. Where a method of the client is named, the attack stands in place of the answer to it. */
public enum Moment {
    /** The client has connected; nothing was read. */
    ACCEPTED,
    /** The protocol header has come. */
    GREETED,
    /** connection.start-ok has come. */
    LOGIN,
    /** connection.open has come. */
    OPENING,
    /** connection.open-ok has been sent. */
    OPEN,
    /** channel.open has come. */
    CHANNEL_OPENING,
    /** confirm.select has come. */
    SELECTING,
    /** A channel in confirm mode has a consumer {@link HostileSession#TAG}, and all is answered. */
    IDLE,
    /** The same, and queue.declare of {@link HostileSession#ASKED} has come. */
    ASKED,
    /** The same, and a second basic.consume, of {@link HostileSession#ASKED}, has come. */
    CONSUMING,
    /** The same, and basic.get has come. */
    GETTING,
    /** The same, and as many mandatory publishes as {@link Misbehaviour#publishes} says have no confirm. */
    PUBLISHED,
    /** The same, and channel.close has come. */
    CHANNEL_CLOSING,
    /** The same, and connection.close has come from an application that wants to end. */
    CLOSING;

    /** Whether the connection is not open yet for the client. */
    public boolean isInHandshake() {
        return compareTo(OPEN) < 0;
    }

    /** Whether an application need not do anything more for it once it has its consumer. */
    public boolean needsNoCommand() {
        return compareTo(IDLE) <= 0;
    }
}
