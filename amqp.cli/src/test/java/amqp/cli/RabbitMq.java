// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.testkit.broker.RabbitMqNode;

/** The RabbitMQ that the tests on one share. */
public final class RabbitMq {
    public static final RabbitMqNode NODE = RabbitMqNode.start();

    private RabbitMq() {}

    /** As an argument of the command. */
    public static String uri() {
        return NODE.uri().toString();
    }
}
