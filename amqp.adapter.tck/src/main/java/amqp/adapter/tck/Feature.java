// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

/** A feature that an adapter may lack for a good reason: see {@link AdapterTck#lacking}. */
public enum Feature {
    /** It connects to the host and port of its endpoint: not to a file, nor to a child process. */
    HOST_AND_PORT,
    /** It offers TLS by {@link amqp.tls.TlsOptions}. */
    TLS,
    /** It can tell a reset connection from the end of a stream. */
    RESET,
    /** It can hold a thousand connections at once. */
    THOUSAND_CONNECTIONS,
    /** {@link java.util.ServiceLoader} finds a provider that makes it; otherwise applications pass it by hand. */
    PROVIDER
}
