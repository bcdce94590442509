// SPDX-License-Identifier: MPL-2.0

/**
 * Detectors of too much waiting: is the peer, or the network, slower than the application? Depends on nothing.
 *
 * <p>There are three signs, and a class for each:
 *
 * <ul>
 *   <li>{@link amqp.backpressure.WaterMarks}: the bytes that wait to be sent have reached a high mark and are not yet back
 *       at a low one. This is what a publisher should heed.
 *   <li>{@link amqp.backpressure.AverageFrameDetector}: after a flush more frames of average size are left than a
 *       multiplier allows. It adapts to the size of the messages, and misleads where sizes are mixed.
 *   <li>{@link amqp.backpressure.BlockedState}: the broker itself has said connection.blocked, since its memory or disk runs
 *       short.
 * </ul>
 *
 * <p>Each is told what happened and answers with a {@link amqp.backpressure.Transition}: it began, it ended, or nothing
 * changed. So whoever asks on each flush has something to report only when the state changes. None of them blocks anybody
 * or drops anything; that is decided above. Each has one owner at a time and no locks.
 */
@NullMarked
package amqp.backpressure;

import org.jspecify.annotations.NullMarked;
