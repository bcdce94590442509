// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Delivery;
import amqp.codec.AmqpException;
import amqp.connection.ClosedException;

/**
 * Called once with the reply or the failure of one call of {@link RpcClient}, unless the call is cancelled. It runs
 * where {@link RpcClient} says, and must not wait for another call of the same client.
 */
public interface RpcCallback {

    /**
     * Called with the reply.
     *
     * @param reply the callback may keep and change its body
     */
    void replied(Delivery reply);

    /**
     * Called when there is no reply.
     *
     * @param failure an {@link RpcException}, a {@link ClosedException} when the client or its connection was closed or
     *     lost, or a {@link amqp.client.PublishBlockedException} when the request could not be sent
     */
    void failed(AmqpException failure);
}
