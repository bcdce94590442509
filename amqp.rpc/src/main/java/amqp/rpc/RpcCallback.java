// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Delivery;
import amqp.codec.AmqpException;
import amqp.connection.ClosedException;

/** Hears how one call of {@link RpcClient} ended: one of the two methods is called, once, unless the call is cancelled. */
public interface RpcCallback {

    /** The reply; its body is the callback's own. */
    void replied(Delivery reply);

    /** An {@link RpcException}, or a {@link ClosedException} when the client or its connection was closed. */
    void failed(AmqpException failure);
}
