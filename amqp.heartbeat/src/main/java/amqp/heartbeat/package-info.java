// SPDX-License-Identifier: MPL-2.0

/**
 * Decides when to send a heartbeat, and when a peer is dead (specification 4.2.7). It depends on nothing.
 *
 * <p>Both sides negotiate an interval when the connection opens. From then on any bytes, in either direction, count as
 * a heartbeat, so a busy connection needs none. {@link amqp.heartbeat.HeartbeatMonitor} is told when bytes were
 * received and sent, and says what is due: after half an interval without sending, a heartbeat; after two intervals
 * without receiving, the end of the transport, without a close handshake, which a dead peer would not answer.
 *
 * <p>Silence counts only while this side reads. When it stops reading, because the application is slow, it cannot know
 * whether the peer is silent; {@code readingPaused} and {@code readingResumed} tell the monitor.
 *
 * <p>The monitor decides and does not act: it has no timer and reads no clock. Times are readings of any steady clock
 * in nanoseconds, which may overflow. It has one owner at a time and no locks.
 */
@NullMarked
package amqp.heartbeat;

import org.jspecify.annotations.NullMarked;
