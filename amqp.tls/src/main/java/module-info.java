// SPDX-License-Identifier: MPL-2.0

/** TLS as applications choose it, and the filter by which adapters apply it. Does no I/O but reading key files. */
module amqp.tls {
    requires static org.jspecify;

    exports amqp.tls;
}
