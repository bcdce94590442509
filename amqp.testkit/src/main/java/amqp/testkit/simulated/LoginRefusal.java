// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

/** Why a broker does not let a client in for now. */
public enum LoginRefusal {
    NONE,
    /** The user and the password are wrong, or whoever checks them is out of order. */
    CREDENTIALS,
    /** As many connections as may be are open; a lost one may still be counted. */
    CONNECTION_LIMIT
}
