// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Dispatch;
import amqp.codec.BasicProperties;
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
     * @param properties of the request
     * @param body the handler's own
     * @return completes with the reply, on any thread; a failure is told to the caller, as is what this throws
     */
    CompletionStage<RpcReply> handle(BasicProperties properties, byte[] body) throws Exception;

    /** A handler that has its reply when it returns. */
    static RpcHandler synchronous(Synchronous handler) {
        return (properties, body) -> CompletableFuture.completedFuture(handler.handle(properties, body));
    }

    /** Does what requests ask for, one after the other. */
    @FunctionalInterface
    interface Synchronous {

        /** As {@link RpcHandler#handle}. */
        RpcReply handle(BasicProperties properties, byte[] body) throws Exception;
    }
}
