// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Spring Boot's auto-configuration, around a factory of either library. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class SpringBootIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static CachingConnectionFactory connections(Library library) {
        ConnectionFactory factory = library.factory(Nodes.NODE);
        factory.setAutomaticRecoveryEnabled(false);
        return new CachingConnectionFactory(factory);
    }

    /** Keeps what it is sent. */
    public static class Listening {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        @RabbitListener(queues = "#{@orders.name}")
        public void order(String text) {
            texts.add(text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void springBootConfiguresTheRestAroundTheFactory(Library library) throws InterruptedException {
        String queue = "boot.orders." + library;
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(CachingConnectionFactory.class, () -> connections(library));
            context.registerBean("orders", Queue.class, () -> new Queue(queue, false, true, true));
            context.registerBean(Listening.class);
            context.register(RabbitAutoConfiguration.class);
            context.refresh();
            RabbitTemplate template = context.getBean(RabbitTemplate.class);
            assertSame(context.getBean(CachingConnectionFactory.class), template.getConnectionFactory());
            template.convertAndSend("", queue, "book");
            assertEquals("book", context.getBean(Listening.class).texts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }
}
