// SPDX-License-Identifier: MPL-2.0

/**
 * Detectors that tell whether the peer, or the network, is slower than the application. They depend on nothing.
 *
 * <p>There are three signs, with one class each:
 *
 * <ul>
 *   <li>{@link amqp.backpressure.WaterMarks}: the bytes that wait to be sent have reached a high mark and are not yet
 *       back at a low one. A publisher should react to this one.
 *   <li>{@link amqp.backpressure.AverageFrameDetector}: after a flush, more frames of average size are left than a
 *       multiplier allows. It adapts to the size of the messages, and misleads if sizes are mixed.
 *   <li>{@link amqp.backpressure.BlockedState}: the broker has sent connection.blocked, since it is short of memory or
 *       disk.
 * </ul>
 *
 * <p>Each update returns a {@link amqp.backpressure.Transition}: it began, it ended, or nothing changed. So a caller
 * that updates on each flush reports only changes of the state. None of them blocks anybody or drops anything; the
 * caller decides that. Each has one owner at a time and no locks.
 */
@NullMarked
package amqp.backpressure;

import org.jspecify.annotations.NullMarked;
