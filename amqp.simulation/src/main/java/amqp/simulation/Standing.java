// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

/** What an application can know of something at the broker. */
enum Standing {
    /** A command is on its way. */
    PENDING,
    /** The broker has said that it is there. */
    PRESENT,
    /** The broker has said that it is gone. */
    ABSENT,
    /** A command had no reply, or somebody else has interfered. */
    UNKNOWN
}
