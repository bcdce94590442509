// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Delivery;
import amqp.codec.AmqpException;
import java.util.concurrent.CompletableFuture;

/** A call whose reply is a future. */
final class RpcStage extends CompletableFuture<Delivery> implements RpcCallback {
    @Override
    public void replied(Delivery reply) {
        complete(reply);
    }

    @Override
    public void failed(AmqpException failure) {
        completeExceptionally(failure);
    }
}
