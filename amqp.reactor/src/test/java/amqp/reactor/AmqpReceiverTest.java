// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class AmqpReceiverTest {
    private final MemoryConnection world = MemoryConnection.open();
    private final AmqpReceiver receiver = AmqpReceiver.of(world.connection);

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    /** Each consumer gets these messages at once. */
    private void queueHas(String... bodies) {
        world.adapter.io(() -> world.broker.answer("basic.consume", consume -> {
            world.broker.send(BrokerFrames.method(consume.channel(), "basic.consume-ok", "consumer"));
            for (String body : bodies) {
                world.broker.deliver(consume.channel(), "consumer", "", "q", Map.of(), MemoryConnection.octets(body));
            }
            return new byte[0];
        }));
    }

    private List<WireFrame.Method> received(String name) {
        return world.adapter.io(world.broker::received).stream()
                .filter(WireFrame.Method.class::isInstance)
                .map(WireFrame.Method.class::cast)
                .filter(method -> method.name().equals(name))
                .toList();
    }

    private void await(String name, int times) {
        MemoryConnection.await(
                () -> received(name).size() >= times, () -> received(name).toString());
    }

    private Set<Long> unacked() {
        return world.adapter.io(() -> world.broker.unacked(1));
    }

    @Test
    void noMoreComeThanWereAskedForAndCancellingGivesTheOthersBack() {
        queueHas("a", "b", "c");
        List<Delivery> kept = Collections.synchronizedList(new ArrayList<>());
        StepVerifier.create(receiver.receive("q").doOnNext(kept::add).map(MemoryConnection::text), 0)
                .expectSubscription()
                .thenRequest(1)
                .expectNext("a")
                .thenRequest(1)
                .expectNext("b")
                .thenCancel()
                .verify(MemoryConnection.LONG);
        await("basic.nack", 1);
        assertEquals(3, (int) received("basic.nack").get(0).number("delivery-tag"));
        kept.forEach(Delivery::ack);
        await("channel.close", 1);
    }

    @Test
    void whatWasHandedOnIsAcknowledged() {
        queueHas("a", "b", "c");
        StepVerifier.create(
                        receiver.receiveAutoAck("q").map(MemoryConnection::text).take(2))
                .expectNext("a", "b")
                .expectComplete()
                .verify(MemoryConnection.LONG);
        await("channel.close", 1);
        assertEquals(
                2,
                received("basic.ack").stream()
                        .mapToLong(ack -> ack.number("delivery-tag"))
                        .max()
                        .orElse(0));
    }

    @Test
    void theApplicationsCloseCompletes() {
        queueHas("a");
        StepVerifier.create(receiver.receiveAutoAck("q").map(MemoryConnection::text))
                .expectNext("a")
                .then(() -> get(world.connection.close()))
                .expectComplete()
                .verify(MemoryConnection.LONG);
    }

    @Test
    void aMissingQueueIsAFailureAndARetryConsumesAgain() {
        queueHas("a");
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "NOT_FOUND - no queue 'q'"));
        StepVerifier.create(receiver.receive("q"))
                .expectErrorMatches(why -> why instanceof ClosedException closed && closed.replyCode() == 404)
                .verify(MemoryConnection.LONG);
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "NOT_FOUND - no queue 'q'"));
        StepVerifier.create(receiver.receiveAutoAck("q")
                        .map(MemoryConnection::text)
                        .retry(1)
                        .take(1))
                .expectNext("a")
                .expectComplete()
                .verify(MemoryConnection.LONG);
    }

    @Test
    void aHandledMessageIsAcknowledgedWhenItsPublisherCompletes() {
        queueHas("a", "b", "c");
        List<Sinks.One<String>> handling = Collections.synchronizedList(new ArrayList<>());
        StepVerifier.create(receiver.handle("q", 2, delivery -> {
                    Sinks.One<String> outcome = Sinks.one();
                    handling.add(outcome);
                    return outcome.asMono().map(text -> MemoryConnection.text(delivery) + text);
                }))
                .then(() -> {
                    MemoryConnection.await(() -> handling.size() == 2, () -> "two at once");
                    assertEquals(Set.of(1L, 2L, 3L), unacked());
                    handling.get(1).tryEmitValue("!").orThrow();
                })
                .expectNext("b!")
                .then(() -> {
                    MemoryConnection.await(() -> handling.size() == 3, () -> "the third one");
                    MemoryConnection.await(() -> unacked().equals(Set.of(1L, 3L)), () -> unacked() + " are left");
                })
                .thenCancel()
                .verify(MemoryConnection.LONG);
        await("basic.nack", 2); // those that were being handled
        await("channel.close", 1);
        assertEquals(2, (int) received("basic.qos").get(0).number("prefetch-count"));
    }

    @Test
    void aMessageWhoseHandlerFailsGoesBack() {
        queueHas("a");
        StepVerifier.create(receiver.handle("q", 4, delivery -> Mono.error(new IllegalStateException("no"))))
                .expectErrorMessage("no")
                .verify(MemoryConnection.LONG);
        await("basic.nack", 1);
        assertTrue(received("basic.nack").get(0).flag("requeue"));
    }

    @Test
    void handlersHaveTheContextOfTheSubscriber() {
        queueHas("a");
        StepVerifier.create(receiver.handle(
                                "q", 1, delivery -> Mono.deferContextual(context -> Mono.just(context.get("user"))))
                        .contextWrite(context -> context.put("user", "somebody"))
                        .take(1))
                .expectNext("somebody")
                .expectComplete()
                .verify(MemoryConnection.LONG);
    }

    @Test
    void nothingIsConsumedBeforeTheFirstRequest() {
        queueHas("a");
        StepVerifier.create(receiver.receive("q"), 0)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(20))
                .thenCancel()
                .verify(MemoryConnection.LONG);
        assertEquals(List.of(), received("basic.consume"));
    }
}
