// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Cancellable;
import amqp.client.Channel;
import amqp.client.ConnectionState;
import amqp.client.Delivery;
import amqp.client.RecoveryOptions;
import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.Publish;
import amqp.testkit.scripted.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcClientTest {
    private static final int CHANNEL = 1;

    private final MemoryConnection world = MemoryConnection.open();
    private final ExecutorService oneThread = Executors.newSingleThreadExecutor();

    @AfterEach
    void nothingWasAgainstTheRules() {
        oneThread.shutdownNow();
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private RpcClient open(Duration timeout) {
        return get(RpcClient.open(
                world.connection, RpcClientOptions.builder().timeout(timeout).build()));
    }

    private static CompletionStage<Delivery> call(RpcClient client, String body) {
        return client.call(RpcRequest.of("q", Message.of(body)));
    }

    private List<Publish> requests(int count) {
        MemoryConnection.await(() -> world.adapter.io(world.broker::publishes).size() == count, () -> "requests");
        return world.adapter.io(world.broker::publishes);
    }

    private void reply(Publish request, Map<String, Object> headers, String body) {
        Map<String, Object> properties =
                Map.of("correlation-id", request.properties().get("correlation-id"), "headers", headers);
        world.adapter.io(() -> world.broker.deliver(
                CHANNEL, "amq.ctag-1", "", "amq.rabbitmq.reply-to", properties, MemoryConnection.octets(body)));
    }

    @Test
    void repliesFindTheirCallsInAnyOrder() {
        RpcClient client = open(MemoryConnection.LONG);
        CompletionStage<Delivery> first = call(client, "1");
        CompletionStage<Delivery> second = call(client, "2");
        List<Publish> requests = requests(2);
        assertEquals("amq.rabbitmq.reply-to", requests.get(0).properties().get("reply-to"));
        assertTrue(requests.get(0).mandatory());
        assertEquals(2, client.outstanding());
        reply(requests.get(1), Map.of(), "two");
        assertEquals("two", MemoryConnection.text(get(second)));
        reply(requests.get(0), Map.of(), "one");
        assertEquals("one", MemoryConnection.text(get(first)));
        assertEquals(0, client.outstanding());
    }

    @Test
    void propertiesOfTheRequestGoAlong() {
        open(MemoryConnection.LONG).call(RpcRequest.of("x", "k", Message.of("").type("t")));
        Publish request = requests(1).get(0);
        assertEquals(
                "x k t",
                request.exchange() + " " + request.routingKey() + " "
                        + request.properties().get("type"));
    }

    @Test
    void correlationIdsAreUnique() {
        RpcClient client = open(MemoryConnection.LONG);
        for (int i = 0; i < 100; i++) {
            call(client, "");
        }
        Set<Object> ids = requests(100).stream()
                .map(request -> request.properties().get("correlation-id"))
                .collect(Collectors.toSet());
        assertEquals(100, ids.size());
    }

    @Test
    void noReplyInTimeIsItsOwnFailureAndALateOneIsDropped() {
        RpcClient client = open(Duration.ofMillis(1));
        CompletionStage<Delivery> call = call(client, "1");
        RpcException.TimedOut failure = failure(RpcException.TimedOut.class, call);
        assertEquals(Duration.ofMillis(1), failure.timeout());
        assertEquals("the server of queue \"q\" sent no reply within 1 ms", failure.getMessage());
        assertEquals(0, client.outstanding());
        reply(requests(1).get(0), Map.of(), "late");
        get(client.close());
        failure(RpcException.TimedOut.class, call);
    }

    @Test
    void aTimeOutWhileTheConnectionIsAwaySaysSo() {
        ReconnectionStrategy never = ReconnectionStrategy.fixed(Duration.ofHours(1));
        try (MemoryConnection lost = MemoryConnection.open(options ->
                options.recovery(RecoveryOptions.builder().strategy(never).build()))) {
            RpcClient client = get(RpcClient.open(
                    lost.connection,
                    RpcClientOptions.builder().timeout(Duration.ofMillis(1)).build()));
            lost.transport().breaks(new IOException("cable cut"));
            MemoryConnection.await(
                    () -> lost.connection.state() == ConnectionState.RECONNECTING, () -> "it was not lost");
            assertEquals(
                    "the server of queue \"q\" sent no reply within 1 ms: the connection was lost and is being recovered",
                    failure(RpcException.TimedOut.class, call(client, "")).getMessage());
        }
    }

    @Test
    void aTimeOutEndsNowhereNearTheIoThread() {
        CompletableFuture<Boolean> onIoThread = new CompletableFuture<>();
        call(open(Duration.ofMillis(200)), "")
                .whenComplete((reply, failure) -> onIoThread.complete(world.connection.onIoThread()));
        assertFalse(get(onIoThread));
    }

    @Test
    void aCallAwaitedInAScheduledTaskEnds() {
        try (MemoryConnection narrow = MemoryConnection.open(options -> options.executor(oneThread))) {
            RpcClient client = get(RpcClient.open(
                    narrow.connection,
                    RpcClientOptions.builder().timeout(Duration.ofMillis(1)).build()));
            CompletableFuture<RpcException.TimedOut> failure = new CompletableFuture<>();
            narrow.connection.schedule(
                    Duration.ZERO, () -> failure.complete(failure(RpcException.TimedOut.class, call(client, ""))));
            assertEquals(Duration.ofMillis(1), get(failure).timeout());
        }
    }

    @Test
    void anOpeningThatIsGivenUpLeavesNoChannel() {
        world.adapter.io(() -> world.broker.ignore("channel.open"));
        CompletableFuture<RpcClient> opening = RpcClient.open(world.connection).toCompletableFuture();
        opening.cancel(true);
        MemoryConnection.await(
                () -> world.adapter.io(world.broker::receivedMethods).contains("channel.open"), () -> "no open");
        world.adapter.io(() -> world.broker.send(CHANNEL, "channel.open-ok"));
        MemoryConnection.await(
                () -> world.adapter.io(world.broker::receivedMethods).contains("channel.close"), () -> "no close");
    }

    @Test
    void aMissingServerIsSeenAtOnce() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.RETURN));
        RpcException.NoServer failure = failure(RpcException.NoServer.class, call(open(MemoryConnection.LONG), ""));
        assertTrue(failure.getMessage().contains("\"q\" (312 NO_ROUTE)"), failure.getMessage());
    }

    @Test
    void aFailedHandlerIsAFailure() {
        CompletionStage<Delivery> call = call(open(MemoryConnection.LONG), "");
        reply(requests(1).get(0), Map.of(RpcServer.ERROR_HEADER, "no such order"), "body");
        RpcException.ServerFailed failure = failure(RpcException.ServerFailed.class, call);
        assertEquals("the server of queue \"q\" failed: no such order", failure.getMessage());
        assertEquals("body", MemoryConnection.text(failure.reply()));
    }

    @Test
    void cancellingGivesTheCallUp() {
        RpcClient client = open(MemoryConnection.LONG);
        CompletableFuture<Delivery> call = call(client, "").toCompletableFuture();
        call.cancel(true);
        assertEquals(0, client.outstanding());
        assertThrows(CancellationException.class, call::join);
        reply(requests(1).get(0), Map.of(), "late");
        get(client.close());
    }

    @Test
    void callbacksHearTheEndOfTheirCallUnlessItIsCancelled() {
        RpcClient client = open(MemoryConnection.LONG);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        RpcCallback callback = new RpcCallback() {
            @Override
            public void replied(Delivery reply) {
                heard.add(MemoryConnection.text(reply));
            }

            @Override
            public void failed(AmqpException failure) {
                heard.add(failure.getClass().getSimpleName());
            }
        };
        client.call(RpcRequest.of("q", Message.of("")), callback);
        Cancellable second = client.call(RpcRequest.of("q", Message.of("")), callback);
        second.cancel();
        second.cancel();
        assertEquals(1, client.outstanding());
        client.call(RpcRequest.of("q", Message.of("")), callback);
        reply(requests(3).get(0), Map.of(), "one");
        MemoryConnection.await(() -> heard.contains("one"), heard::toString);
        get(client.close());
        MemoryConnection.await(() -> heard.size() == 2, heard::toString);
        assertEquals(List.of("one", "ClosedException"), List.copyOf(heard));
    }

    @Test
    void closingFailsWhatIsOutstandingAndWhatComes() {
        RpcClient client = open(MemoryConnection.LONG);
        CompletionStage<Delivery> call = call(client, "");
        get(client.close());
        failure(ClosedException.class, call);
        failure(ClosedException.class, call(client, ""));
        assertEquals(0, client.outstanding());
    }

    @Test
    void theEndOfTheConnectionIsTheEndOfTheCalls() {
        CompletionStage<Delivery> call = call(open(MemoryConnection.LONG), "");
        world.transport().breaks(new java.io.IOException("cable cut"));
        failure(ClosedException.class, call);
    }

    @Test
    void whatCannotBeSentIsRefusedAtOnce() {
        RpcClient client = open(MemoryConnection.LONG);
        RpcRequest tooLong = RpcRequest.of("q".repeat(256), Message.of(""));
        assertThrows(IllegalArgumentException.class, () -> client.call(tooLong));
        assertEquals(0, client.outstanding());
    }

    @Test
    void aReplyQueueServesWhereDirectReplyToIsUnknown() {
        RpcClient client = get(RpcClient.open(
                world.connection, RpcClientOptions.builder().replyQueue(true).build()));
        CompletionStage<Delivery> call = call(client, "");
        Publish request = requests(1).get(0);
        assertEquals("amq.gen-1", request.properties().get("reply-to"));
        reply(request, Map.of(), "here");
        assertEquals("here", MemoryConnection.text(get(call)));
    }

    @Test
    void aBrokerWithoutDirectReplyToRefusesTheClient() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "no queue"));
        assertEquals(
                404,
                failure(ClosedException.class, RpcClient.open(world.connection)).replyCode());
    }

    @Test
    void theReplyQueuesEndIsTheClientsEnd() {
        RpcClient client = open(MemoryConnection.LONG);
        CompletionStage<Delivery> call = call(client, "");
        world.adapter.io(() -> world.broker.cancelConsumer(CHANNEL, "amq.ctag-1"));
        failure(ClosedException.class, call);
    }

    @Test
    void aTimeoutIsMoreThanZero() {
        assertThrows(
                IllegalArgumentException.class, () -> RpcClientOptions.builder().timeout(Duration.ZERO));
    }

    /** A consumer that calls from its own connection, behind whose inbox the reply waits. */
    @Test
    void aReplyComesThroughAFullInbox() {
        try (MemoryConnection small = MemoryConnection.open(options -> options.inboxBound(100_000))) {
            RpcClient client = get(RpcClient.open(
                    small.connection,
                    RpcClientOptions.builder()
                            .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                            .build()));
            Channel channel = small.channel();
            CompletableFuture<String> reply = new CompletableFuture<>();
            String tag = get(channel.basicConsume("q", delivery -> {
                if (!reply.isDone()) {
                    MemoryConnection.await(() -> small.transport().isPaused(), () -> "reading goes on");
                    reply.complete(MemoryConnection.text(get(call(client, "ping"))));
                }
            }));
            small.adapter.io(() -> {
                for (int i = 0; i < 200; i++) {
                    small.broker.deliver(channel.number(), tag, "", "q", Map.of(), new byte[4000]);
                }
                small.broker.deliver(
                        CHANNEL,
                        "amq.ctag-1",
                        "",
                        "amq.rabbitmq.reply-to",
                        Map.of("correlation-id", "1"),
                        MemoryConnection.octets("pong"));
            });
            assertEquals("pong", get(reply));
        }
    }
}
