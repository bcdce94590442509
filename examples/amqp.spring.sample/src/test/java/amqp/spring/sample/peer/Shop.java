// SPDX-License-Identifier: MPL-2.0
package amqp.spring.sample.peer;

import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecoverer;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.stereotype.Component;

/** The same application with Spring AMQP, to compare with: what {@link amqp.spring.sample.Shop} says, in its words. */
@SpringBootApplication
@EnableScheduling
public class Shop {
    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    @Bean
    Declarables declarations() {
        var exchange = new TopicExchange("receipts");
        var receipts = new Queue("receipts");
        return new Declarables(
                exchange,
                new Queue("orders"),
                new Queue("orders.failed"),
                receipts,
                BindingBuilder.bind(receipts).to(exchange).with("receipt.#"));
    }

    @Bean
    JacksonJsonMessageConverter converter() {
        return new JacksonJsonMessageConverter();
    }

    @Bean
    MessageRecoverer recoverer(RabbitTemplate template) {
        return new RepublishMessageRecoverer(template, "", "orders.failed");
    }

    record Order(String id, int cents) {}

    record Receipt(String order, int cents) {}

    @Component
    static class Desk {
        private final RabbitTemplate template;

        Desk(RabbitTemplate template) {
            this.template = template;
        }

        @RabbitListener(queues = "orders", concurrency = "4")
        void take(Order order) {
            if (order.cents() < 0) throw new IllegalArgumentException("an order of " + order.cents() + " cents");
            template.invoke(operations -> {
                var receipt = new Receipt(order.id(), order.cents());
                operations.convertAndSend("receipts", "receipt." + order.id(), receipt);
                operations.waitForConfirmsOrDie(5000);
                return null;
            });
        }
    }
}
