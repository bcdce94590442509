// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

/** Makes clients of com.rabbitmq.client's API, which is not there in most installations. */
public interface JavaClients {

    /** RabbitMQ's amqp-client itself. */
    LoadClient amqpClient(ClientSettings settings);

    /** This SDK below amqp-client's API. */
    LoadClient compat(ClientSettings settings);
}
