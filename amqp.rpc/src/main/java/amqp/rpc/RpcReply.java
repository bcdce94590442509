// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.codec.BasicProperties;
import java.util.Objects;

/**
 * What an {@link RpcHandler} answers.
 *
 * @param properties correlation-id is the server's to set
 * @param body not to be changed until the reply is sent
 */
public record RpcReply(BasicProperties properties, byte[] body) {
    public RpcReply {
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(body, "body");
    }

    /** A reply without properties. */
    public static RpcReply of(byte[] body) {
        return new RpcReply(BasicProperties.EMPTY, body);
    }
}
