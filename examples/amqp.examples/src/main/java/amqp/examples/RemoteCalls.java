// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Connection;
import amqp.codec.Message;
import amqp.rpc.RpcClient;
import amqp.rpc.RpcException;
import amqp.rpc.RpcHandler;
import amqp.rpc.RpcRequest;
import amqp.rpc.RpcServer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Calls a server by messages (RPC), and learns why when a call fails. */
public final class RemoteCalls {
    private RemoteCalls() {}

    public static void main(String[] args) {
        String uri = Arguments.of(args).uri();
        Connection server = done(Connection.open(uri));
        Connection client = done(Connection.open(uri));
        try {
            run(server, client);
        } finally {
            done(client.close());
            done(server.close());
        }
    }

    private static void run(Connection serverConnection, Connection clientConnection) {
        String queue = done(done(serverConnection.openChannel()).queueDeclare()).queue();
        // tag::server[]
        done(RpcServer.open(serverConnection, queue, RpcHandler.synchronous(request -> {
            long number = Long.parseLong(request.text()); // what a handler throws fails the call, and is logged here
            return Message.of(Long.toString(number * number));
        })));
        // end::server[]

        RpcClient client = done(RpcClient.open(clientConnection));

        // A call does not wait, so any number may be outstanding.
        CompletionStage<String> seven = client.call(RpcRequest.of(queue, Message.of("7")))
                .thenApply(reply -> reply.message().text());
        CompletionStage<String> nine = client.call(RpcRequest.of(queue, Message.of("9")))
                .thenApply(reply -> reply.message().text());
        Claim.equal("49", done(seven), "the square of 7");
        Claim.equal("81", done(nine), "the square of 9");
        System.out.println("the squares of 7 and 9 are " + done(seven) + " and " + done(nine));

        Throwable failed = failure(client.call(RpcRequest.of(queue, Message.of("seven"))));
        Claim.equal(RpcException.ServerFailed.class, failed.getClass(), "a request that is no number");
        Throwable nobody = failure(client.call(RpcRequest.of("examples.no-such-queue", Message.of("7"))));
        Claim.equal(RpcException.NoServer.class, nobody.getClass(), "a request to nobody");
        System.out.println("and failures say why: " + failed.getMessage());
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Throwable failure(CompletionStage<?> call) {
        try {
            throw new IllegalStateException("replied with " + done(call) + " instead of failing");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }
}
