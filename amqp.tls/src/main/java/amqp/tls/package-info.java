// SPDX-License-Identifier: MPL-2.0

/**
 * TLS: what an application chooses, and what an I/O adapter needs to apply it.
 *
 * <p>{@link amqp.tls.TlsOptions} is what applications set: whom to trust, which certificate to show, under which name the
 * broker is known. Certificates and keys come from PEM or PKCS#12 files, or from an {@link javax.net.ssl.SSLContext} of
 * the application. The host name is always verified, except by the one option that says "insecurely" in its name.
 *
 * <p>{@link amqp.tls.TlsFilter} is for adapters: it drives an {@link javax.net.ssl.SSLEngine} between the bytes of a socket
 * and those of a handler, and does no I/O itself. An adapter whose library drives engines takes
 * {@link amqp.tls.TlsOptions#newEngine} instead. Whatever fails becomes a {@link amqp.tls.TlsException}, whose message
 * tells a wrong host name from an unknown authority, an expired certificate or a peer that speaks no TLS.
 */
@NullMarked
package amqp.tls;

import org.jspecify.annotations.NullMarked;
