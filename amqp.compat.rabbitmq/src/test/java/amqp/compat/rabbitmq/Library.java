// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.testkit.broker.RabbitMqNode;
import com.rabbitmq.client.ConnectionFactory;

/** What a program is written against, and what runs it. Each test runs over both, and expects the same. */
enum Library {
    ORIGINAL,
    SDK;

    ConnectionFactory factory(int port) {
        ConnectionFactory factory = this == SDK ? new SdkConnectionFactory() : new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setNetworkRecoveryInterval(200);
        return factory;
    }

    ConnectionFactory factory(RabbitMqNode node) {
        return factory(node.port());
    }
}
