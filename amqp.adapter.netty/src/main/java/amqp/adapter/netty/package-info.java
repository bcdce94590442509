// SPDX-License-Identifier: MPL-2.0

/**
 * An I/O adapter that uses Netty 4.2, on an event loop group of the application or of its own, with NIO, epoll or
 * io_uring.
 *
 * <p>A connection of a {@link amqp.adapter.netty.NettyAdapter} runs on one event loop, which calls its handler. TLS is
 * Netty's handler in the pipeline, with the JDK's engine or OpenSSL ({@link amqp.adapter.netty.NettyOptions.Tls});
 * {@link amqp.tls.TlsOptions} say what to trust and which certificate to send. Netty queues writes to a full socket
 * without a bound, so the adapter gives it one buffer, and the next one when that is written.
 */
@NullMarked
package amqp.adapter.netty;

import org.jspecify.annotations.NullMarked;
