// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Dispatch;
import amqp.codec.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Handles the requests of an {@link RpcServer} and returns the replies. Called with one request at a time, where the
 * connection's {@link Dispatch} says. If it returns before its stage completes, several requests are handled at the
 * same time.
 */
@FunctionalInterface
public interface RpcHandler {

    /**
     * Handles a request.
     *
     * @param request the message; its body is the handler's own
     * @return completes with the reply, on any thread. The server sets its correlation-id, and its body must not be
     *     changed until it is sent. When the stage fails, the caller gets the text of the failure
     * @throws Exception when the request cannot be handled; likewise
     */
    CompletionStage<Message> handle(Message request) throws Exception;

    /**
     * Returns a handler that returns its reply directly.
     *
     * @param handler called where {@link RpcHandler} says
     */
    static RpcHandler synchronous(Synchronous handler) {
        return request -> CompletableFuture.completedFuture(handler.handle(request));
    }

    /** Answers requests one after the other. */
    @FunctionalInterface
    interface Synchronous {

        /**
         * Handles a request; see {@link RpcHandler#handle}.
         *
         * @param request the message; its body is the handler's own
         * @return the reply; its body must not be changed until it is sent
         * @throws Exception when the request cannot be handled
         */
        Message handle(Message request) throws Exception;
    }
}
