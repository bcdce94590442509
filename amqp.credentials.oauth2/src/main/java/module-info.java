// SPDX-License-Identifier: MPL-2.0

/**
 * Providers of credentials that change: tokens of an OAuth 2 server, and files that another program writes, such as
 * Kubernetes or Vault.
 */
@SuppressWarnings("module") // a name that ends with a digit: it is the protocol's
module amqp.credentials.oauth2 {
    requires transitive amqp.credentials;
    requires transitive amqp.reconnection;
    requires transitive amqp.tls;
    requires transitive java.net.http;
    requires org.slf4j;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports amqp.credentials.oauth2;
}
