// SPDX-License-Identifier: MPL-2.0

/**
 * An I/O adapter that uses Vert.x 5, on a context of the application or of its own.
 *
 * <p>All connections of a {@link amqp.adapter.vertx.VertxAdapter} run on one event-loop context, so that a verticle and
 * the callbacks of its connections can share a thread. TLS is that of {@link amqp.tls.TlsOptions}, as with every
 * adapter, and not that of Vert.x.
 */
@NullMarked
package amqp.adapter.vertx;

import org.jspecify.annotations.NullMarked;
