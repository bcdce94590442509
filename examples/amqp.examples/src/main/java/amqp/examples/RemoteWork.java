// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.rpc.RpcClient;
import amqp.rpc.RpcClientOptions;
import amqp.rpc.RpcHandler;
import amqp.rpc.RpcRequest;
import amqp.rpc.RpcServer;
import amqp.rpc.RpcServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Serves several remote calls at once, by handlers that block and by handlers that return a stage. */
public final class RemoteWork {
    private static final int CALLS = 4;

    private final CountDownLatch together = new CountDownLatch(CALLS);

    private RemoteWork() {}

    public static void main(String[] args) {
        Connection connection = Stages.await(Connection.open(Arguments.of(args).uri()));
        try {
            new RemoteWork().run(connection);
        } finally {
            Stages.await(connection.close());
        }
    }

    private void run(Connection connection) {
        var channel = Stages.await(connection.openChannel());
        String blocking = Stages.await(channel.queueDeclare()).queue();
        String staged = Stages.await(channel.queueDeclare()).queue();
        serve(connection, blocking);
        serveAsync(connection, staged);

        List<String> replies = callAll(connection, blocking);
        Claim.equal(List.of("price 0", "price 1", "price 2", "price 3"), replies, "the replies");
        Claim.equal(replies, callAll(connection, staged), "the replies of the other server");
        System.out.println("four calls at once: " + replies);
    }

    private void serve(Connection connection, String queue) {
        // tag::concurrency[]
        RpcServerOptions options = RpcServerOptions.builder()
                .concurrency(8) // handlers at once
                .tellErrors(true) // a caller is told what the handler threw
                .build();
        Stages.await(RpcServer.open(connection, queue, options, RpcHandler.synchronous(this::price)));
        // end::concurrency[]
    }

    private static void serveAsync(Connection connection, String queue) {
        // tag::async[]
        RpcHandler handler = request -> CompletableFuture.supplyAsync(() -> Message.of("price " + request.text()));
        Stages.await(RpcServer.open(connection, queue, handler));
        // end::async[]
    }

    private static List<String> callAll(Connection connection, String queue) {
        // tag::calls[]
        RpcClient client = Stages.await(RpcClient.open(
                connection,
                RpcClientOptions.builder().timeout(Duration.ofSeconds(10)).build()));
        List<CompletionStage<Delivery>> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> client.call(RpcRequest.of(queue, Message.of("" + i)))) // no call waits
                .toList();
        List<String> replies =
                calls.stream().map(call -> Stages.await(call).message().text()).toList();
        // end::calls[]
        Stages.await(client.close());
        return replies;
    }

    /** Waits until all four calls are being handled, as a slow handler would. */
    private Message price(Message request) throws InterruptedException {
        together.countDown();
        if (!together.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("the calls came one at a time");
        return Message.of("price " + request.text());
    }
}
