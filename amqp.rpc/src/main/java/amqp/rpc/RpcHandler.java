// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Dispatch;
import amqp.codec.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Does what requests ask for. Called for one request at a time, where the connection's {@link Dispatch} says; requests
 * are worked on side by side when it returns before its stage completes.
 */
@FunctionalInterface
public interface RpcHandler {

    /**
     * Handles a request.
     *
     * @param request the handler's own
     * @return completes with the reply, on any thread; its correlation-id is the server's to set, and its body not to be
     *     changed until it is sent. A failure is told to the caller, as is what this throws.
     */
    CompletionStage<Message> handle(Message request) throws Exception;

    /** A handler that has its reply when it returns. */
    static RpcHandler synchronous(Synchronous handler) {
        return request -> CompletableFuture.completedFuture(handler.handle(request));
    }

    /** Does what requests ask for, one after the other. */
    @FunctionalInterface
    interface Synchronous {

        /** As {@link RpcHandler#handle}. */
        Message handle(Message request) throws Exception;
    }
}
