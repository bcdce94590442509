// SPDX-License-Identifier: MPL-2.0

/**
 * Decides when and where to connect again. It depends on nothing, and knows no AMQP.
 *
 * <p>{@link amqp.reconnection.Reconnector} is the state of one connection to be kept open. Its owner reports what
 * happened (an attempt failed, the credentials were refused, it opened, it was lost, the application closed it) and
 * gets the next {@link amqp.reconnection.Step}: connect to this address after that delay, or end, with the reason in
 * one sentence.
 *
 * <p>Two parts decide for it. {@link amqp.reconnection.AddressRotation} decides where: a round tries each address once,
 * and after a success starts with the one that worked. {@link amqp.reconnection.ReconnectionStrategy} decides when,
 * once a round: {@link amqp.reconnection.ReconnectionStrategy#fixed fixed} or
 * {@link amqp.reconnection.ReconnectionStrategy#exponential exponential} delays with jitter, limited by a number of
 * rounds or a total time, or any function of the application. An application may implement
 * {@link amqp.reconnection.ReconnectionListener} to follow the attempts.
 *
 * <p>Nothing here connects, waits, starts a thread or reads a clock; randomness is passed in, so a test can replay any
 * sequence of events. Strategies are immutable and may be shared; a {@code Reconnector} and its rotation belong to one
 * connection and one thread at a time.
 */
@NullMarked
package amqp.reconnection;

import org.jspecify.annotations.NullMarked;
