// SPDX-License-Identifier: MPL-2.0

/**
 * Remote calls by messages (RPC).
 *
 * <pre>
 *   RpcClient ── request: reply-to, correlation-id ──▶ exchange ──▶ queue ──▶ RpcServer ──▶ RpcHandler
 *       ▲                                                                       │
 *       └──────────── reply: the same correlation-id ◀── reply-to queue ◀───────┘
 * </pre>
 *
 * <p>{@link amqp.rpc.RpcClient} publishes requests as mandatory, so that a request without a queue fails at once, and
 * consumes the replies, by RabbitMQ's direct reply-to or from a queue of its own. A map holds the calls that are
 * outstanding. A reply, a timeout, a returned request, the channel's end or the caller ends a call: whichever takes it
 * out of the map, so that a call ends once. All of these but the caller's do so on the channel's dispatch
 * ({@link amqp.client.Channel#execute}), one after the other.
 *
 * <p>{@link amqp.rpc.RpcServer} is an {@link amqp.consumer.QueueConsumer} whose messages are acknowledged once their replies
 * are published; a request whose server is lost before that is handled again. What it does not do itself (several handlers
 * at once, starting again, waiting at the end) that one does.
 *
 * <p>Each client and each server has a channel of its own. Nothing here blocks. The properties used are those of the
 * specification, so that both work with clients and servers of other languages; a server sends the failure of its
 * handler in the header {@link amqp.rpc.RpcServer#ERROR_HEADER}.
 */
@NullMarked
package amqp.rpc;

import org.jspecify.annotations.NullMarked;
