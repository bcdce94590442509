// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.rpc.RpcClient;
import amqp.rpc.RpcClientOptions;
import amqp.rpc.RpcException;
import amqp.rpc.RpcHandler;
import amqp.rpc.RpcRequest;
import amqp.rpc.RpcServer;
import amqp.rpc.RpcServerOptions;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.RpcClientParams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Calls and their answers, with this client and with RabbitMQ's own at either end. */
class RpcIT {
    static final RpcHandler UPPER_CASE =
            RpcHandler.synchronous(request -> Message.of(request.text().toUpperCase()));

    /** Qpid has no direct reply-to. */
    private static RpcClient client(Setup setup, Session session, Duration timeout) {
        var options = RpcClientOptions.builder()
                .timeout(timeout)
                .replyQueue(!setup.broker().isRabbitMq())
                .build();
        return Stages.await(RpcClient.open(session.connection(), options));
    }

    static RpcClient client(Setup setup, Session session) {
        return client(setup, session, Stages.PATIENCE);
    }

    static RpcServer serve(Session session, String queue, RpcHandler handler) {
        return Stages.await(RpcServer.open(
                session.connection(),
                queue,
                RpcServerOptions.builder().tellErrors(true).build(),
                handler));
    }

    static CompletionStage<Delivery> call(RpcClient client, String queue, String body) {
        return client.call(RpcRequest.of(queue, Message.of(body)));
    }

    @OnEveryBroker
    void manyCallsAtOnce(Setup setup) {
        try (var here = Session.on(setup);
                var there = Session.on(setup)) {
            String queue = there.sharedQueue();
            serve(there, queue, UPPER_CASE);
            RpcClient client = client(setup, here);
            List<CompletionStage<Delivery>> calls = IntStream.range(0, 1_000)
                    .mapToObj(i -> call(client, queue, "call " + i))
                    .toList();
            for (int i = 0; i < calls.size(); i++) {
                assertEquals("CALL " + i, Session.text(Stages.await(calls.get(i))));
            }
            assertEquals(0, client.outstanding());
        }
    }

    @OnEveryBroker
    void repliesComeInTheOrderOfTheHandlers(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var first = new CompletableFuture<Message>();
            serve(
                    session,
                    queue,
                    request -> request.text().equals("1") ? first : CompletableFuture.completedFuture(request));
            RpcClient client = client(setup, session);
            var slow = call(client, queue, "1");
            assertEquals("2", Session.text(Stages.await(call(client, queue, "2"))));
            first.complete(Message.of("late"));
            assertEquals("late", Session.text(Stages.await(slow)));
        }
    }

    @OnEveryBroker
    void aFailedHandlerFailsTheCallAndServesOn(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            serve(session, queue, RpcHandler.synchronous(request -> {
                if (request.bodySize() == 0) {
                    throw new IllegalStateException("empty request");
                }
                return request;
            }));
            RpcClient client = client(setup, session);
            var failure = Stages.failure(RpcException.ServerFailed.class, call(client, queue, ""));
            assertTrue(failure.getMessage().endsWith("failed: empty request"), failure.getMessage());
            assertEquals("ok", Session.text(Stages.await(call(client, queue, "ok"))));
        }
    }

    @OnEveryBroker
    void aMissingServerIsSeenAtOnce(Setup setup) {
        try (var session = Session.on(setup)) {
            RpcClient client = client(setup, session);
            Stages.failure(RpcException.NoServer.class, call(client, Names.fresh("nowhere"), "x"));
        }
    }

    @OnEveryBroker
    void aSilentServerIsATimeout(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            RpcClient client = client(setup, session, Duration.ofMillis(50));
            Stages.failure(RpcException.TimedOut.class, call(client, queue, "x"));
        }
    }

    @OnEveryBroker
    void closingTheClientEndsItsCalls(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            RpcClient client = client(setup, session);
            var call = call(client, queue, "x");
            Stages.await(client.close());
            Stages.failure(ClosedException.class, call);
        }
    }

    @OnEveryBroker
    void closingTheServerLeavesNothingUnanswered(Setup setup) {
        try (var here = Session.on(setup);
                var there = Session.on(setup)) {
            String queue = there.sharedQueue();
            RpcServer server = serve(there, queue, UPPER_CASE);
            RpcClient client = client(setup, here);
            List<CompletionStage<Delivery>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(call(client, queue, "call " + i));
            }
            Stages.await(calls.get(0));
            Stages.await(server.close());
            serve(there, queue, UPPER_CASE);
            calls.forEach(Stages::await);
            assertEquals(List.of(), there.drain(queue));
        }
    }

    @OnEveryBroker
    void theirClientCallsOurServer(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            serve(crossing.ours(), crossing.queue(), UPPER_CASE);
            var parameters = new RpcClientParams()
                    .channel(crossing.theirs())
                    .exchange("")
                    .routingKey(crossing.queue());
            parameters.timeout((int) Stages.PATIENCE.toMillis());
            if (!setup.broker().isRabbitMq()) {
                parameters.replyTo(crossing.theirs().queueDeclare().getQueue());
            }
            var client = new com.rabbitmq.client.RpcClient(parameters);
            for (int i = 0; i < 10; i++) {
                assertEquals("HELLO " + i, client.stringCall("hello " + i));
            }
            client.close();
        });
    }

    @OnEveryBroker
    void theirClientSeesOurFailure(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            serve(crossing.ours(), crossing.queue(), request -> {
                throw new IOException("no such order");
            });
            var parameters = new RpcClientParams()
                    .channel(crossing.theirs())
                    .exchange("")
                    .routingKey(crossing.queue());
            if (!setup.broker().isRabbitMq()) {
                parameters.replyTo(crossing.theirs().queueDeclare().getQueue());
            }
            var client = new com.rabbitmq.client.RpcClient(parameters);
            var response = client.doCall(null, new byte[0], (int) Stages.PATIENCE.toMillis());
            assertEquals("no such order", new String(response.getBody(), UTF_8));
            Map<String, Object> headers = response.getProperties().getHeaders();
            assertEquals("no such order", headers.get(RpcServer.ERROR_HEADER).toString());
            client.close();
        });
    }

    @OnEveryBroker
    void ourClientCallsTheirServer(Setup setup) throws Exception {
        Crossing.on(setup, crossing -> {
            var server = new com.rabbitmq.client.RpcServer(crossing.theirs(), crossing.queue()) {
                @Override
                public byte[] handleCall(byte[] body, AMQP.BasicProperties replyProperties) {
                    return ("their " + new String(body, UTF_8)).getBytes(UTF_8);
                }
            };
            var loop = CompletableFuture.runAsync(() -> {
                try {
                    server.mainloop();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            RpcClient client = client(setup, crossing.ours());
            for (int i = 0; i < 10; i++) {
                assertEquals("their " + i, Session.text(Stages.await(call(client, crossing.queue(), "" + i))));
            }
            server.terminateMainloop();
            call(client, crossing.queue(), "the last, since the loop looks for its end between two calls");
            Stages.await(loop);
        });
    }
}
