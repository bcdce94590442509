// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** The order in which a connection tries its addresses. */
public enum AddressOrder {
    /** As they were given. */
    IN_ORDER,
    /** In a random order, drawn once for each connection, so that many clients spread over the brokers. */
    SHUFFLED
}
