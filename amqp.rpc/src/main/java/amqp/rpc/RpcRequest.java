// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.codec.Message;
import java.util.Objects;

/** A request for {@link RpcClient#call}: a message with its exchange and routing key. Immutable. */
public final class RpcRequest {
    private final String exchange;
    private final String routingKey;
    private final Message message;

    private RpcRequest(String exchange, String routingKey, Message message) {
        this.exchange = Objects.requireNonNull(exchange, "exchange");
        this.routingKey = Objects.requireNonNull(routingKey, "routingKey");
        this.message = Objects.requireNonNull(message, "message");
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
     * @param routingKey routes the request to the queue of the server
     * @param message its body is copied when the call is made
     */
    public static RpcRequest of(String exchange, String routingKey, Message message) {
        return new RpcRequest(exchange, routingKey, message);
    }

    /** Returns the exchange; "" for the default one, whose routing keys are queue names. */
    public String exchange() {
        return exchange;
    }

    /** Returns the routing key. */
    public String routingKey() {
        return routingKey;
    }

    /** Returns the message; it is sent with the client's reply-to and correlation-id. */
    public Message message() {
        return message;
    }

    /** For texts about it. */
    String target() {
        return exchange.isEmpty()
                ? "the server of queue \"" + routingKey + "\""
                : "the server behind exchange \"" + exchange + "\" with routing key \"" + routingKey + "\"";
    }
}
