// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

/**
 * The result of an update. Each BEGAN is followed by one ENDED before the next BEGAN, so each change is reported once.
 */
public enum Transition {
    /** No change. */
    NONE,
    /** The condition began with this update. */
    BEGAN,
    /** The condition ended with this update. */
    ENDED
}
