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
 * consumes the replies, by RabbitMQ's direct reply-to or from its own queue. A map has the outstanding calls. A reply,
 * a timeout, a returned request, the end of the channel or the caller ends a call by removing it from the map, so each
 * call ends once. All of these except the caller run on the channel's dispatch ({@link amqp.client.Channel#execute}),
 * one after the other.
 *
 * <p>{@link amqp.rpc.RpcServer} is an {@link amqp.consumer.QueueConsumer} that acknowledges a request when its reply is
 * published; if the server is lost before that, the request is handled again. The consumer runs several handlers at
 * once, restarts, and waits at the end.
 *
 * <p>Each client and each server has its own channel. No method blocks. They use the properties of the specification,
 * so both work with clients and servers in other languages. A server sends the failure of its handler in the header
 * {@link amqp.rpc.RpcServer#ERROR_HEADER}.
 */
@NullMarked
package amqp.rpc;

import org.jspecify.annotations.NullMarked;
