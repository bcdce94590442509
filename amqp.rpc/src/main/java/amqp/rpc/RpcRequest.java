// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.codec.Message;
import java.util.Objects;

/**
 * A request for {@link RpcClient#call}: a message and where it goes.
 *
 * @param exchange "" for the default exchange, whose routing keys are names of queues
 * @param routingKey by which the exchange finds the queue
 * @param message sent with the client's own reply-to and correlation-id; its body is copied when the call is made
 */
public record RpcRequest(String exchange, String routingKey, Message message) {
    /**
     * Checks that nothing is null.
     *
     * @param exchange "" for the default exchange, whose routing keys are names of queues
     * @param routingKey by which the exchange finds the queue
     * @param message its body is copied when the call is made
     */
    public RpcRequest {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(message, "message");
    }

    /**
     * Returns a request to the server of a queue.
     *
     * @param queue name of the queue
     * @param message its body is copied when the call is made
     */
    public static RpcRequest of(String queue, Message message) {
        return new RpcRequest("", queue, message);
    }

    /**
     * Returns a request to the server behind an exchange.
     *
     * @param exchange name of the exchange
     * @param routingKey by which the exchange finds the queue
     * @param message its body is copied when the call is made
     */
    public static RpcRequest of(String exchange, String routingKey, Message message) {
        return new RpcRequest(exchange, routingKey, message);
    }

    /** For texts about it. */
    String target() {
        return exchange.isEmpty()
                ? "the server of queue \"" + routingKey + "\""
                : "the server behind exchange \"" + exchange + "\" with routing key \"" + routingKey + "\"";
    }
}
