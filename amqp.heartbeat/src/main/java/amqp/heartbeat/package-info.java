// SPDX-License-Identifier: MPL-2.0

/**
 * When to send a heartbeat, and when a peer counts as dead (specification 4.2.7). Depends on nothing.
 *
 * <p>Both sides agree on an interval when the connection opens. From then on any bytes are a sign of life, in both
 * directions, so a busy connection needs no heartbeats at all. {@link amqp.heartbeat.HeartbeatMonitor} is told when bytes
 * came and went, and asked what is due: after half an interval without sending, a heartbeat; after two intervals without
 * receiving, the end of the transport, without a close handshake that nobody would answer.
 *
 * <p>Silence counts only while this side reads. When it stops reading, because the application is behind, it cannot know
 * whether the peer is silent; {@code readingPaused} and {@code readingResumed} say so.
 *
 * <p>The monitor decides and does not act: it has no timer and reads no clock. Times are readings of any steady clock in
 * nanoseconds, which may wrap. It has one owner at a time and no locks.
 */
@NullMarked
package amqp.heartbeat;

import org.jspecify.annotations.NullMarked;
