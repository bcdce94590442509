// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A consumer without a prefetch waits for the broker, while its queue holds far more than the inbox takes. */
class FullInboxIT {
    private static final int MESSAGES = 6_000;
    private static final int BOUND = 100_000;

    /** The handler waits for the broker at each message whose number this divides. */
    private static final int STEP = 300;

    private static final int WAITS = MESSAGES / STEP;
    private static final List<String> BODIES =
            IntStream.range(0, MESSAGES).mapToObj(i -> "message " + i).toList();

    /** Waits for the broker within the handler of the consumer. */
    private interface Wait {
        void run(Channel channel, String body);
    }

    @OnEveryBroker
    void theMessageOfAGetComes(Setup setup) {
        try (var there = Session.on(setup);
                var here = small(setup)) {
            String other = there.sharedQueue();
            there.publish("", other, answers("got ").toArray(String[]::new));
            var get = BasicMethod.Get.of(other).noAck(true);
            Queue<String> got = new ConcurrentLinkedQueue<>();
            consumeAll(there, here, (channel, body) -> {
                Delivery delivery = Stages.await(channel.basicGet(get)).orElseThrow();
                got.add(Session.text(delivery));
            });
            assertEquals(answers("got "), List.copyOf(got));
        }
    }

    @OnEveryBroker
    void theReplyToADeclareComes(Setup setup) {
        try (var there = Session.on(setup);
                var here = small(setup)) {
            String other = there.sharedQueue();
            var look = QueueMethod.Declare.of(other).passive(true);
            Queue<String> names = new ConcurrentLinkedQueue<>();
            consumeAll(
                    there,
                    here,
                    (channel, body) ->
                            names.add(Stages.await(channel.queueDeclare(look)).queue()));
            assertEquals(Stream.generate(() -> other).limit(WAITS).toList(), List.copyOf(names));
        }
    }

    @OnEveryBroker
    void theReplyToACallComes(Setup setup) {
        try (var there = Session.on(setup);
                var here = small(setup)) {
            String requests = there.sharedQueue();
            RpcIT.serve(there, requests, RpcIT.UPPER_CASE);
            var client = RpcIT.client(setup, here);
            Queue<String> replies = new ConcurrentLinkedQueue<>();
            consumeAll(
                    there,
                    here,
                    (channel, body) -> replies.add(Session.text(Stages.await(RpcIT.call(client, requests, body)))));
            assertEquals(answers("MESSAGE "), List.copyOf(replies));
        }
    }

    @OnEveryBroker
    void theConfirmOfAPublishComes(Setup setup) {
        try (var there = Session.on(setup);
                var here = small(setup)) {
            String other = there.sharedQueue();
            var publish = BasicMethod.Publish.of("", other);
            Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
            Stages.await(here.channel().confirmSelect());
            consumeAll(
                    there,
                    here,
                    (channel, body) -> verdicts.add(Stages.await(channel.publishConfirmed(publish, Message.of(body)))));
            assertEquals(Stream.generate(() -> Verdict.ACKED).limit(WAITS).toList(), List.copyOf(verdicts));
            assertEquals(answers("message "), there.drain(other));
        }
    }

    private static Session small(Setup setup) {
        return Session.with(setup.options().inboxBound(BOUND).build());
    }

    /** One for each wait, with the number of its message. */
    private static List<String> answers(String prefix) {
        return IntStream.range(0, WAITS).mapToObj(i -> prefix + i * STEP).toList();
    }

    /** Every message comes once and in order, and is acknowledged. */
    private static void consumeAll(Session there, Session here, Wait wait) {
        String queue = there.sharedQueue();
        there.publish("", queue, BODIES.toArray(String[]::new));
        Channel channel = here.channel();
        Queue<String> taken = new ConcurrentLinkedQueue<>();
        Stages.await(channel.basicConsume(queue, delivery -> {
            String body = Session.text(delivery);
            int number = taken.size();
            if (number == 0) {
                awaitFullInbox(here);
            }
            if (number % STEP == 0) {
                wait.run(channel, body);
            }
            delivery.ack();
            taken.add(body);
        }));
        Await.until(Stages.PATIENCE, () -> taken.size() >= MESSAGES, () -> taken.size() + " were taken");
        assertEquals(BODIES, List.copyOf(taken));
        // What is not acknowledged would be back in the queue.
        Stages.await(channel.close());
        assertEquals(List.of(), there.drain(queue));
    }

    private static void awaitFullInbox(Session session) {
        Await.until(
                Stages.PATIENCE, () -> !session.connection().whyNotAnswered().isEmpty(), () -> "reading goes on");
    }
}
