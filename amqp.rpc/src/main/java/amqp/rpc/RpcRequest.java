// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.codec.BasicProperties;
import java.util.Objects;

/**
 * A request for {@link RpcClient#call}.
 *
 * @param exchange "" for the default exchange, whose routing keys are names of queues
 * @param properties reply-to and correlation-id are the client's to set
 * @param body copied when the call is made
 */
public record RpcRequest(String exchange, String routingKey, BasicProperties properties, byte[] body) {
    public RpcRequest {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(body, "body");
    }

    /** A request to the server of a queue. */
    public static RpcRequest of(String queue, byte[] body) {
        return new RpcRequest("", queue, BasicProperties.EMPTY, body);
    }

    /** This request through another exchange, with its routing key as it is. */
    public RpcRequest exchange(String name) {
        return new RpcRequest(name, routingKey, properties, body);
    }

    public RpcRequest properties(BasicProperties other) {
        return new RpcRequest(exchange, routingKey, other, body);
    }

    /** For messages. */
    String target() {
        return exchange.isEmpty()
                ? "the server of queue \"" + routingKey + "\""
                : "the server behind exchange \"" + exchange + "\" with routing key \"" + routingKey + "\"";
    }
}
