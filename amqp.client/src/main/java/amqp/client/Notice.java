// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** Kinds of events that listeners are told: while many wait, a newer one takes the place of those of its kind. */
enum Notice {
    ALARM,
    BACKPRESSURE,
    OVERSIZED,
    STATE,
    LOST,
    RECOVERED,
    ATTEMPT
}
