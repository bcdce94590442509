// SPDX-License-Identifier: MPL-2.0

/** TLS options for applications, and the filter with which adapters apply them. Its only I/O is reading key files. */
module amqp.tls {
    requires static org.jspecify;

    exports amqp.tls;
}
