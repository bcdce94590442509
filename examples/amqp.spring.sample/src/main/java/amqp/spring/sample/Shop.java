// SPDX-License-Identifier: MPL-2.0
package amqp.spring.sample;

import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.spring.boot.AmqpDeclarations;
import amqp.spring.boot.AmqpListener;
import amqp.spring.boot.AmqpPublisher;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.stereotype.Component;

/** Takes orders from a queue and publishes a receipt for each. */
@SpringBootApplication
@EnableScheduling
public class Shop {
    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    @Bean
    AmqpDeclarations declarations() {
        return AmqpDeclarations.of(
                ExchangeMethod.Declare.of("receipts", "topic"),
                QueueMethod.Declare.durable("orders"),
                QueueMethod.Declare.durable("orders.failed"),
                QueueMethod.Declare.durable("receipts"),
                QueueMethod.Bind.of("receipts", "receipts").routingKey("receipt.#"));
    }

    // tag::desk[]
    record Order(String id, int cents) {}

    record Receipt(String order, int cents) {}

    @Component
    static class Desk {
        private final AmqpPublisher publisher;

        Desk(AmqpPublisher publisher) {
            this.publisher = publisher;
        }

        @AmqpListener(
                queue = "orders",
                concurrency = "4",
                prefetch = "100",
                retries = "2",
                retryDelay = "200ms",
                errorQueue = "orders.failed")
        void take(Order order) {
            if (order.cents() < 0) throw new IllegalArgumentException("an order of " + order.cents() + " cents");
            publisher.send("receipts", "receipt." + order.id(), new Receipt(order.id(), order.cents()));
        }
    }
    // end::desk[]
}
