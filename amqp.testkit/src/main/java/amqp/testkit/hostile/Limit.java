// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

/** The one time limit of a client that is to be short, since a misbehaviour is about it; all others are long. */
public enum Limit {
    NONE,
    /** For a transport, TLS included. */
    CONNECT,
    /** From the transport to the open connection. */
    HANDSHAKE,
    /** For the reply to a command. */
    CALL,
    /** The heartbeat interval, of a second. */
    HEARTBEAT,
    /** For the handshake that closes. */
    CLOSE
}
