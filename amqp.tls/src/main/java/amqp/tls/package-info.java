// SPDX-License-Identifier: MPL-2.0

/**
 * TLS: the options for applications, and what an I/O adapter needs to apply them.
 *
 * <p>Applications set {@link amqp.tls.TlsOptions}: which authorities to trust, which certificate to send, and the
 * expected name of the broker. Certificates and keys come from PEM or PKCS#12 files, or from an
 * {@link javax.net.ssl.SSLContext} of the application. The host name is always verified, except with the one option
 * that has "insecurely" in its name.
 *
 * <p>Adapters use {@link amqp.tls.TlsFilter}: it drives an {@link javax.net.ssl.SSLEngine} between the bytes of a
 * socket and those of a handler, and does no I/O itself. An adapter whose library drives engines uses
 * {@link amqp.tls.TlsOptions#newEngine} instead. A failure becomes a {@link amqp.tls.TlsException}, whose message
 * distinguishes a wrong host name, an unknown authority, an expired certificate and a peer that does not use TLS.
 */
@NullMarked
package amqp.tls;

import org.jspecify.annotations.NullMarked;
