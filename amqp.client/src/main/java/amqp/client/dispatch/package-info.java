// SPDX-License-Identifier: MPL-2.0

/**
 * Decides where and in which order things run, and how much may wait: the serial place of a connection's state
 * ({@link amqp.client.dispatch.Strand}), serial execution on an executor ({@link amqp.client.dispatch.SerialExecutor}),
 * and the counts that limit received messages ({@link amqp.client.dispatch.Inbox}) and messages kept to be published
 * later ({@link amqp.client.dispatch.KeptBytes}). It knows no AMQP. Not exported.
 */
package amqp.client.dispatch;
