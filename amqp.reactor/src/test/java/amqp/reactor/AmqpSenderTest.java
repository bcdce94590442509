// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.PublishBlockedException;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import amqp.testkit.scripted.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class AmqpSenderTest {
    private final MemoryConnection world = MemoryConnection.open();
    private final AmqpSender sender = AmqpSender.of(world.connection);

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private static OutboundMessage to(String queue, String body) {
        return OutboundMessage.of("", queue, Message.of(body));
    }

    private static Flux<OutboundMessage> numbers(int count) {
        return Flux.range(0, count).map(number -> to("q", number.toString()));
    }

    private List<Publish> publishes() {
        return world.adapter.io(world.broker::publishes);
    }

    private void awaitPublishes(int count) {
        MemoryConnection.await(
                () -> publishes().size() == count, () -> publishes().toString());
    }

    private int received(String method) {
        return Collections.frequency(world.adapter.io(world.broker::receivedMethods), method);
    }

    @Test
    void eachVerdictIsTold() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.valueOf(publish.text())));
        StepVerifier.create(Flux.just("ACK", "NACK", "RETURN")
                        .concatMap(body -> sender.send(to("q", body).mandatory())))
                .expectNext(amqp.connection.Verdict.ACKED)
                .expectNext(amqp.connection.Verdict.NACKED)
                .expectNext(amqp.connection.Verdict.RETURNED)
                .expectComplete()
                .verify(MemoryConnection.LONG);
        assertEquals(1, received("channel.open"));
    }

    @Test
    void nothingIsPublishedBeforeASubscription() {
        Mono<amqp.connection.Verdict> twice = sender.send("", "q", Message.of("a"));
        assertEquals(0, received("channel.open"));
        twice.block(MemoryConnection.LONG);
        twice.block(MemoryConnection.LONG);
        assertEquals(2, publishes().size());
    }

    @Test
    void resultsComeInOrder() {
        StepVerifier.create(sender.sendAll(numbers(1_000))
                        .map(result ->
                                result.isAcked() ? result.message().message().text() : "not acked"))
                .expectNextSequence(
                        IntStream.range(0, 1_000).mapToObj(Integer::toString).toList())
                .expectComplete()
                .verify(MemoryConnection.LONG);
        assertEquals(
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList(),
                publishes().stream().map(Publish::text).toList());
    }

    @Test
    void noMoreAreInFlightThanAllowed() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        TestPublisher<OutboundMessage> source = TestPublisher.create();
        StepVerifier.create(sender.sendAll(source, 2))
                .then(() -> {
                    source.assertMaxRequested(1);
                    source.next(to("q", "a"));
                    source.next(to("q", "b"));
                    awaitPublishes(2);
                    source.next(to("q", "c"));
                    assertEquals(2, publishes().size());
                    world.adapter.io(() -> world.broker.ack(1, 1, false));
                })
                .expectNextMatches(SendResult::isAcked)
                .then(() -> {
                    awaitPublishes(3);
                    world.adapter.io(() -> world.broker.ack(1, 3, true));
                    source.complete();
                })
                .expectNextCount(2)
                .expectComplete()
                .verify(MemoryConnection.LONG);
    }

    @Test
    void aBlockedConnectionHoldsThemBackInOrder() {
        sender.send("", "q", Message.of("first")).block(MemoryConnection.LONG);
        world.adapter.io(() -> world.broker.block("memory"));
        StepVerifier.create(sender.sendAll(numbers(20)).map(SendResult::isAcked))
                .then(() -> {
                    MemoryConnection.await(
                            () -> !world.connection.whyNotAnswered().isEmpty(), () -> "the connection is not blocked");
                    world.adapter.io(() -> world.broker.unblock());
                })
                .expectNextCount(20)
                .expectComplete()
                .verify(MemoryConnection.LONG);
        assertEquals(
                IntStream.range(0, 20).mapToObj(Integer::toString).toList(),
                publishes().stream().skip(1).map(Publish::text).toList());
    }

    @Test
    void whatIsLostIsUnknownAndTheNextMessageGoesOnANewChannel() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        StepVerifier.create(sender.send(to("q", "a")))
                .then(() -> {
                    awaitPublishes(1);
                    world.adapter.io(() -> {
                        world.broker.closeChannel(1, 404, "NOT_FOUND - no exchange", 60, 40);
                        world.broker.verdicts(publish -> Verdict.ACK);
                    });
                })
                .expectNext(amqp.connection.Verdict.UNKNOWN)
                .expectComplete()
                .verify(MemoryConnection.LONG);
        StepVerifier.create(sender.send(to("q", "b")).retry(3))
                .expectNext(amqp.connection.Verdict.ACKED)
                .expectComplete()
                .verify(MemoryConnection.LONG);
        assertEquals(2, received("channel.open"));
    }

    @Test
    void resultsComeBeforeTheFailure() {
        OutboundMessage tooLong = to("q".repeat(300), "x");
        StepVerifier.create(sender.sendAll(Flux.concat(numbers(3), Mono.just(tooLong), numbers(1))))
                .expectNextCount(3)
                .expectError(IllegalArgumentException.class)
                .verify(MemoryConnection.LONG);
        StepVerifier.create(sender.sendAll(numbers(2).concatWith(Mono.error(new PublishBlockedException("source")))))
                .expectNextCount(2)
                .expectError(PublishBlockedException.class)
                .verify(MemoryConnection.LONG);
    }

    @Test
    void aClosedConnectionIsAFailure() {
        world.connection.close().toCompletableFuture().join();
        StepVerifier.create(sender.send(to("q", "a")))
                .expectError(ClosedException.class)
                .verify(MemoryConnection.LONG);
    }

    @Test
    void commandsHaveAChannelOfTheirOwn() {
        StepVerifier.create(sender.execute(channel -> channel.queueDeclare(QueueMethod.Declare.of("orders"))))
                .expectNextMatches(ok -> ok.queue().equals("orders"))
                .expectComplete()
                .verify(MemoryConnection.LONG);
        assertEquals(1, received("channel.close"));
    }

    @Test
    void closingClosesTheChannel() {
        StepVerifier.create(sender.close()).expectComplete().verify(MemoryConnection.LONG);
        sender.send("", "q", Message.of("a")).block(MemoryConnection.LONG);
        StepVerifier.create(sender.close()).expectComplete().verify(MemoryConnection.LONG);
        assertEquals(1, received("channel.close"));
    }
}
