// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

/** The result of an update. Each BEGAN is followed by one ENDED before the next BEGAN, so each is told once. */
public enum Transition {
    /** As before. */
    NONE,
    /** The condition set in with this update. */
    BEGAN,
    /** The condition ceased with this update. */
    ENDED
}
