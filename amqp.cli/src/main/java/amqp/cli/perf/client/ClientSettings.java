// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import amqp.client.ConnectionOptions;
import java.net.PasswordAuthentication;
import java.util.Optional;

/**
 * How a client of com.rabbitmq.client's API is to connect.
 *
 * @param uri of the broker
 * @param login user and password, where they are not those of the URI
 * @param options addresses, TLS and time limits
 * @param adapter name of the adapter, where this SDK is below
 * @param reconnects whether lost connections are to come back
 */
public record ClientSettings(
        String uri,
        Optional<PasswordAuthentication> login,
        ConnectionOptions options,
        String adapter,
        boolean reconnects) {}
