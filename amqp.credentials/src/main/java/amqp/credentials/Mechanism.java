// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * The client's side of one login by a SASL mechanism (specification §4.6). Created for a single login and used by one
 * thread at a time; it may keep the state of the exchange.
 */
public interface Mechanism {
    /** Returns the registered name, in upper case, for connection.start-ok. */
    String name();

    /**
     * Returns the response field of connection.start-ok; a new array that the caller may keep. May be empty, never
     * null.
     */
    byte[] initialResponse();

    /**
     * Returns the answer to the challenge of a connection.secure, for connection.secure-ok.
     *
     * @throws MechanismException when this challenge does not fit the mechanism: the login has failed
     */
    byte[] respond(byte[] challenge);
}
