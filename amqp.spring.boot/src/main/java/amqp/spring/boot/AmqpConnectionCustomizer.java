// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.client.ConnectionOptions;

/**
 * Changes the options of a connection before it is opened; define a bean of this type. All beans of this type are
 * called, in their order, after the properties were applied.
 */
@FunctionalInterface
public interface AmqpConnectionCustomizer {
    /**
     * Changes the options of one connection.
     *
     * @param name of the connection, {@link AmqpConnections#DEFAULT} for the one that has no other
     * @param options as the properties say
     */
    void customize(String name, ConnectionOptions.Builder options);
}
