// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.testkit.broker.RabbitMqNode;

/** The broker that the tests share. */
final class Nodes {
    static final RabbitMqNode NODE = RabbitMqNode.start();

    private Nodes() {}
}
