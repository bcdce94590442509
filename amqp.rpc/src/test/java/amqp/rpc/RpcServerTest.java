// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.consumer.ConsumerEnd;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.FrameParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcServerTest {
    private static final int CHANNEL = 1;
    private static final int MANY = 50;
    private static final RpcHandler ECHO = RpcHandler.synchronous(request -> request);

    private final MemoryConnection world = MemoryConnection.open();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private RpcServer serve(RpcHandler handler) {
        return get(RpcServer.open(
                world.connection,
                "q",
                RpcServerOptions.builder().tellErrors(true).build(),
                handler));
    }

    private void request(String body) {
        request(Map.of("reply-to", "there", "correlation-id", "id of " + body), body);
    }

    private void request(Map<String, Object> properties, String body) {
        world.adapter.io(
                () -> world.broker.deliver(CHANNEL, "amq.ctag-1", "", "q", properties, MemoryConnection.octets(body)));
    }

    private List<Publish> replies(int count) {
        MemoryConnection.await(() -> world.adapter.io(world.broker::publishes).size() == count, () -> "replies");
        return world.adapter.io(world.broker::publishes);
    }

    private Set<Long> unacked() {
        return world.adapter.io(() -> world.broker.unacked(CHANNEL));
    }

    private void awaitAcked() {
        MemoryConnection.await(() -> unacked().isEmpty(), () -> unacked().toString());
    }

    @Test
    void answersThenAcknowledges() {
        get(RpcServer.open(
                world.connection, "q", RpcServerOptions.builder().prefetch(7).build(), ECHO));
        request("hello");
        Publish reply = replies(1).get(0);
        assertEquals(
                " there hello id of hello",
                reply.exchange() + " " + reply.routingKey() + " " + reply.text() + " "
                        + reply.properties().get("correlation-id"));
        awaitAcked();
        List<String> methods = world.adapter.io(world.broker::receivedMethods);
        assertTrue(methods.indexOf("basic.qos") < methods.indexOf("basic.consume"), methods::toString);
        assertTrue(methods.indexOf("basic.publish") < methods.indexOf("basic.ack"), methods::toString);
    }

    @Test
    void aReplyHasItsOwnProperties() {
        serve(RpcHandler.synchronous(
                request -> Message.of("").type(request.properties().type() + "!")));
        request(Map.of("reply-to", "there", "type", "t"), "");
        assertEquals("t!", replies(1).get(0).properties().get("type"));
    }

    @Test
    void aRequestThatWantsNoReplyGetsNone() {
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        serve(RpcHandler.synchronous(request -> {
            handled.add(request.text());
            return request;
        }));
        request(Map.of(), "one way");
        MemoryConnection.await(() -> handled.size() == 1, handled::toString);
        awaitAcked();
        assertEquals(List.of(), world.adapter.io(world.broker::publishes));
    }

    private String errorOf(RpcHandler handler) {
        serve(handler);
        request("x");
        Publish reply = replies(1).get(0);
        awaitAcked();
        assertEquals("id of x", reply.properties().get("correlation-id"));
        Object error = ((Map<?, ?>) reply.properties().get("headers")).get(RpcServer.ERROR_HEADER);
        assertEquals(reply.text(), error);
        return reply.text();
    }

    @Test
    void whatTheHandlerThrowsIsTold() {
        assertEquals("no such order", errorOf(request -> {
            throw new java.io.IOException("no such order");
        }));
    }

    @Test
    void aFailedStageIsTold() {
        assertEquals(
                "late",
                errorOf(request -> CompletableFuture.supplyAsync(() -> {
                    throw new IllegalStateException("late");
                })));
    }

    @Test
    void noReplyAtAllIsAFailure() {
        assertEquals("the handler's reply", errorOf(request -> CompletableFuture.completedFuture(null)));
    }

    @Test
    void aReplyThatCannotBeSentIsAFailure() {
        String error = errorOf(RpcHandler.synchronous(request -> request.header("h", "x".repeat(200_000))));
        assertFalse(error.isEmpty());
    }

    /** Giving the request back would bring it round and round. */
    @Test
    void aReplyWithMalformedPropertiesIsAFailure() {
        BasicProperties malformed = BasicProperties.ofOctets(new byte[] {(byte) 0x80, 0, 5, 'a'}); // breaks off
        String error = errorOf(RpcHandler.synchronous(request -> Message.of(malformed, request.body())));
        assertFalse(error.isEmpty());
    }

    @Test
    void aFailureWithoutMessageIsToldByItsClass() {
        assertEquals("java.lang.IllegalStateException", errorOf(request -> {
            throw new IllegalStateException();
        }));
    }

    @Test
    void aCorrelationIdThatIsNoTextGoesBackAsItCame() {
        byte[] octets = new byte[255];
        Arrays.fill(octets, (byte) 0xff);
        RpcServer server = serve(ECHO);
        for (int i = 0; i < 11; i++) {
            request(Map.of("reply-to", "there", "correlation-id", octets), "");
        }
        // As the test's parser reads each octet that is no UTF-8; encoded anew they would be three octets each.
        assertEquals("\ufffd".repeat(255), replies(11).get(10).properties().get("correlation-id"));
        awaitAcked();
        get(server.close());
    }

    @Test
    void aRequestThatNobodyCanBeAnsweredForIsRejected() {
        RpcServer server = serve(ECHO);
        sendMalformed(1);
        MemoryConnection.await(
                () -> world.adapter.io(world.broker::receivedMethods).contains("basic.nack"), () -> "no basic.nack");
        get(server.close());
    }

    private void sendMalformed(long tag) {
        byte[] header = BrokerFrames.frame(
                FrameParser.HEADER,
                CHANNEL,
                HexFormat.of().parseHex("003c0000" + "0000000000000000" + "0600" + "05aa"));
        world.adapter.io(() -> world.broker.send(
                BrokerFrames.method(CHANNEL, "basic.deliver", "amq.ctag-1", tag, false, "", "q"), header));
    }

    @Test
    void manyMalformedRequestsAreWarnedOfOnce() {
        String log = logOf(() -> {
            RpcServer server = serve(ECHO);
            for (int tag = 1; tag <= MANY; tag++) {
                sendMalformed(tag);
            }
            MemoryConnection.await(
                    () -> Collections.frequency(world.adapter.io(world.broker::receivedMethods), "basic.nack") == MANY,
                    () -> "too few basic.nack");
            get(server.close());
        });
        assertEquals(
                1, Pattern.compile("rejects a request").matcher(log).results().count(), log);
    }

    @Test
    void manyFailuresOfTheHandlerAreWarnedOfOnce() {
        String log = logOf(() -> {
            RpcServer server = serve(request -> CompletableFuture.failedFuture(new IllegalStateException("no")));
            for (int i = 0; i < MANY; i++) {
                request("x");
            }
            replies(MANY);
            get(server.close());
        });
        assertEquals(
                1,
                Pattern.compile("the handler of an RPC server failed")
                        .matcher(log)
                        .results()
                        .count(),
                log);
    }

    /** What is logged meanwhile. */
    private static String logOf(Runnable task) {
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            task.run();
        } finally {
            System.setErr(err);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    /** Whatever code of others throws, and wherever. */
    @Test
    void everyRequestEndsOnce() {
        RpcServer server = serve(request -> switch (request.text()) {
            case "message" ->
                throw new IllegalStateException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                        throw new StackOverflowError("in getMessage");
                    }
                };
            case "stage" ->
                new CompletableFuture<>() {
                    @Override
                    public CompletableFuture<Message> whenComplete(
                            BiConsumer<? super Message, ? super Throwable> action) {
                        action.accept(Message.of("once"), null);
                        throw new IllegalStateException("after its callback");
                    }
                };
            default -> throw new NoClassDefFoundError("a class");
        });
        request("message");
        request("stage");
        request("error");
        assertEquals(
                List.of(getClass().getName() + "$1", "once", "a class"),
                replies(3).stream().map(Publish::text).toList());
        awaitAcked();
        get(server.close());
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        String error = errorOf(request -> {
            throw new IllegalStateException("x" + "\ud83d\ude00".repeat(600));
        });
        assertEquals("x" + "\ud83d\ude00".repeat(499), error);
    }

    @Test
    void closingEndsAlsoWhereAHandlerDoesNot() {
        RpcServer server = get(RpcServer.open(
                world.connection,
                "q",
                RpcServerOptions.builder().closeTimeout(Duration.ofMillis(1)).build(),
                request -> new CompletableFuture<>()));
        request("1");
        MemoryConnection.await(() -> !unacked().isEmpty(), () -> "no request");
        get(server.close());
    }

    @Test
    void closingEndsAlsoWhereAHandlerKeepsTheOnlyThread() {
        ExecutorService oneThread = Executors.newSingleThreadExecutor();
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (MemoryConnection narrow = MemoryConnection.open(options -> options.executor(oneThread))) {
            RpcServerOptions options = RpcServerOptions.builder()
                    .closeTimeout(Duration.ofMillis(1))
                    .build();
            RpcServer server = get(RpcServer.open(narrow.connection, "q", options, request -> {
                begun.countDown();
                hangs.await();
                return CompletableFuture.completedFuture(request);
            }));
            narrow.deliver(CHANNEL, "amq.ctag-1", "1");
            MemoryConnection.await(() -> begun.getCount() == 0, () -> "no request");
            get(server.close());
        } finally {
            hangs.countDown();
            oneThread.shutdown();
        }
    }

    @Test
    void handlersThatReturnEarlyWorkSideBySide() {
        BlockingQueue<CompletableFuture<Message>> begun = new LinkedBlockingQueue<>();
        serve(request -> {
            CompletableFuture<Message> reply = new CompletableFuture<>();
            begun.add(reply);
            return reply;
        });
        request("1");
        request("2");
        MemoryConnection.await(() -> begun.size() == 2, begun::toString);
        begun.remove();
        begun.remove().complete(Message.of("second"));
        assertEquals("id of 2", replies(1).get(0).properties().get("correlation-id"));
        MemoryConnection.await(
                () -> unacked().equals(Set.of(1L)), () -> unacked().toString());
    }

    @Test
    void closingWaitsForWhatIsHere() {
        CompletableFuture<Message> reply = new CompletableFuture<>();
        RpcServer server = serve(request -> reply);
        request("1");
        CompletionStage<ConsumerEnd> closed = server.close();
        MemoryConnection.await(
                () -> world.adapter.io(world.broker::receivedMethods).contains("basic.cancel"),
                () -> "no basic.cancel");
        get(world.connection.openChannel());
        assertFalse(closed.toCompletableFuture().isDone());
        reply.complete(Message.of("done"));
        get(closed);
        assertEquals("done", replies(1).get(0).text());
        get(server.close());
    }

    @Test
    void itStartsAgainWhenTheBrokerCancelsItsConsumer() {
        RpcServer server = serve(ECHO);
        world.adapter.io(() -> world.broker.cancelConsumer(CHANNEL, "amq.ctag-1"));
        MemoryConnection.await(
                () -> Collections.frequency(world.adapter.io(world.broker::receivedMethods), "basic.consume") == 2,
                () -> "no second basic.consume");
        get(server.close());
        get(server.closed());
    }

    @Test
    void callersAreNotToldWhatTheHandlerThrew() {
        get(RpcServer.open(world.connection, "q", request -> {
            throw new IllegalStateException("password=secret");
        }));
        request("x");
        Publish reply = replies(1).get(0);
        assertEquals(RpcServer.FAILED, reply.text());
        assertEquals(
                Map.of(RpcServer.ERROR_HEADER, RpcServer.FAILED),
                reply.properties().get("headers"));
        awaitAcked();
    }

    @Test
    void asManyHandlersRunAtOnceAsAllowed() {
        CountDownLatch atOnce = new CountDownLatch(3);
        RpcServer server = get(RpcServer.open(
                world.connection,
                "q",
                RpcServerOptions.builder().concurrency(3).prefetch(1).build(),
                RpcHandler.synchronous(request -> {
                    atOnce.countDown();
                    if (!atOnce.await(MemoryConnection.LONG.toSeconds(), TimeUnit.SECONDS)) {
                        throw new IllegalStateException("alone");
                    }
                    return request;
                })));
        for (int i = 0; i < 3; i++) {
            request("x");
        }
        replies(3).forEach(reply -> assertEquals("x", reply.text()));
        assertTrue(get(server.close()).isGraceful());
    }

    @Test
    void withoutItsQueueItDoesNotOpen() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "no queue"));
        assertEquals(
                404,
                failure(ClosedException.class, RpcServer.open(world.connection, "q", ECHO))
                        .replyCode());
    }

    @Test
    void aPrefetchIsOneAtLeast() {
        assertThrows(
                IllegalArgumentException.class, () -> RpcServerOptions.builder().prefetch(0));
        assertThrows(
                IllegalArgumentException.class, () -> RpcServerOptions.builder().prefetch(65536));
        assertThrows(
                IllegalArgumentException.class, () -> RpcServerOptions.builder().concurrency(0));
        assertThrows(
                IllegalArgumentException.class, () -> RpcServerOptions.builder().closeTimeout(Duration.ofNanos(-1)));
    }
}
