// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.adapter.spi.Cancellable;
import amqp.client.Delivery;
import amqp.codec.AmqpException;
import amqp.codec.FieldValue;
import amqp.codec.WireException;
import java.util.Optional;

/** One call that is outstanding. Whoever takes it out of the client's map ends it, so it ends once. */
record RpcCall(RpcRequest request, RpcCallback callback, Cancellable timer) {

    void replied(Delivery reply) {
        timer.cancel();
        Optional<String> error;
        try {
            error = error(reply);
        } catch (WireException e) {
            callback.failed(new RpcException.MalformedReply(request, reply, e));
            return;
        }
        if (error.isPresent()) {
            callback.failed(new RpcException.ServerFailed(request, error.get(), reply));
        } else {
            callback.replied(reply);
        }
    }

    void failed(AmqpException failure) {
        timer.cancel();
        callback.failed(failure);
    }

    private static Optional<String> error(Delivery reply) {
        FieldValue error = reply.properties().headers().get(RpcServer.ERROR_HEADER);
        return Optional.ofNullable(error).map(value -> String.valueOf(value.toJava()));
    }
}
