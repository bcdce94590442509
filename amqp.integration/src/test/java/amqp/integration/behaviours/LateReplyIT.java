// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Replies that come after their caller has given up. */
class LateReplyIT {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private interface Scene {
        void play(Session session, FaultProxy proxy);
    }

    private static void on(Setup setup, Scene scene) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(
                        setup.optionsVia(proxy.port()).callTimeout(LIMIT).build())) {
            scene.play(session, proxy);
        }
    }

    /** Gives the command while nothing comes from the broker, until it fails. */
    private static void timeOut(
            Session session, FaultProxy proxy, Function<Channel, ? extends CompletionStage<?>> command) {
        proxy.blackHole(Direction.TO_CLIENT, true);
        var failure = Stages.failure(CallTimeoutException.class, command.apply(session.channel()));
        assertEquals(LIMIT, failure.timeout());
        proxy.blackHole(Direction.TO_CLIENT, false);
    }

    @OnEveryBroker
    void lateReplyIsNotTakenForTheNextOnes(Setup setup) {
        on(setup, (session, proxy) -> {
            String first = session.queue();
            String second = session.queue();
            timeOut(session, proxy, channel -> channel.queueDeclare(passive(first)));
            List<String> answers = new ArrayList<>();
            for (String queue : List.of(second, first, second)) {
                answers.add(Stages.await(session.channel().queueDeclare(passive(queue)))
                        .queue());
            }
            assertEquals(List.of(second, first, second), answers);
        });
    }

    @OnEveryBroker
    void messageFetchedTooLateGoesBack(Setup setup) {
        on(setup, (session, proxy) -> {
            String queue = session.queue();
            session.publish("", queue, "a");
            timeOut(session, proxy, channel -> channel.basicGet(queue));
            Delivery again = Session.next(session.consume(queue));
            assertEquals("a", text(again));
            assertTrue(again.redelivered());
        });
    }

    @OnEveryBroker
    void consumerMadeTooLateIsCancelled(Setup setup) {
        on(setup, (session, proxy) -> {
            String queue = session.sharedQueue();
            timeOut(session, proxy, channel -> channel.basicConsume(queue, Delivery::ack));
            Await.until(Stages.PATIENCE, () -> session.look(queue).consumerCount() == 0, () -> "it still consumes");
            session.publish("", queue, "a");
            assertEquals(List.of("a"), session.drain(queue));
        });
    }

    @OnEveryBroker
    void othersThatWaitBehindATimedOutCallHaveTheirOwnLimit(Setup setup) {
        on(setup, (session, proxy) -> {
            String queue = session.queue();
            timeOut(session, proxy, channel -> {
                channel.queueDeclare(passive(queue));
                return channel.queueDeclare(passive(queue));
            });
            assertEquals(queue, session.look(queue).queue());
        });
    }

    private static QueueMethod.Declare passive(String queue) {
        return QueueMethod.Declare.of(queue).passive(true);
    }
}
