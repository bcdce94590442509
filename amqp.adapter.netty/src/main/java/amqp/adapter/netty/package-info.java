// SPDX-License-Identifier: MPL-2.0

/**
 * The adapter of Netty 4.2, on an event loop group of the application or of its own; NIO, epoll or io_uring.
 *
 * <p>A connection of a {@link amqp.adapter.netty.NettyAdapter} lives on one event loop, where its handler is called. TLS is
 * Netty's handler in the pipeline, with the JDK's engine or OpenSSL ({@link amqp.adapter.netty.NettyOptions.Tls}); what it
 * trusts and shows is what {@link amqp.tls.TlsOptions} say. Netty queues without bound what is written to a full socket, so
 * the adapter gives it one buffer and no more until that has left.
 */
@NullMarked
package amqp.adapter.netty;

import org.jspecify.annotations.NullMarked;
