// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/** What was confirmed is handled, whatever the network does meanwhile, and the publishing thread ends. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class SpringFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 200;

    enum Fault {
        CUT(FaultProxy::cut),
        RESET(FaultProxy::reset),
        HALF_CLOSED(proxy -> proxy.halfClose(Direction.TO_SERVER)),
        CORRUPT(proxy -> proxy.corruptFrame(Direction.TO_CLIENT)),
        BLACK_HOLE(proxy -> proxy.blackHole(Direction.TO_CLIENT, true)),
        SLICED(proxy -> proxy.slices(Direction.TO_CLIENT, 3));

        private final Consumer<FaultProxy> happens;

        Fault(Consumer<FaultProxy> happens) {
            this.happens = happens;
        }
    }

    static Stream<Arguments> everything() {
        return Arrays.stream(Library.values())
                .flatMap(library -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(library, fault)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void nothingConfirmedIsLost(Library library, Fault fault) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(Nodes.NODE.port())) {
            ConnectionFactory factory = library.factory(proxy.port());
            factory.setAutomaticRecoveryEnabled(false);
            factory.setRequestedHeartbeat(1);
            CachingConnectionFactory connections = new CachingConnectionFactory(factory);
            connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
            String queue = "spring.faults." + library + "." + fault;
            RabbitAdmin admin = new RabbitAdmin(connections);
            admin.declareQueue(new Queue(queue));
            Set<String> handled = ConcurrentHashMap.newKeySet();
            SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
            container.setRecoveryInterval(200);
            container.setQueueNames(queue);
            container.setMessageListener((MessageListener) message -> handled.add(new String(message.getBody())));
            container.afterPropertiesSet();
            container.start();
            Set<String> confirmed = publish(new RabbitTemplate(connections), queue, proxy, fault);
            Set<String> lost = new TreeSet<>(confirmed);
            Await.until(
                    PATIENCE,
                    () -> {
                        lost.removeAll(handled);
                        return lost.isEmpty();
                    },
                    () -> "confirmed and not handled: " + lost);
            assertTrue(confirmed.size() > MESSAGES / 4, confirmed.size() + " were confirmed");
            container.stop();
            admin.deleteQueue(queue);
            connections.destroy();
        }
    }

    /** What fails is published again, as a program would; the fault comes after a quarter of the messages. */
    private static Set<String> publish(RabbitTemplate template, String queue, FaultProxy proxy, Fault fault) {
        Set<String> confirmed = new TreeSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            if (i == MESSAGES / 4) {
                fault.happens.accept(proxy);
            }
            String body = "message " + i;
            CorrelationData correlation = new CorrelationData(body);
            try {
                template.convertAndSend("", queue, body, correlation);
                if (correlation.getFuture().get(5, TimeUnit.SECONDS).ack()) {
                    confirmed.add(body);
                }
            } catch (Exception away) {
                proxy.heal();
            }
        }
        return confirmed;
    }
}
