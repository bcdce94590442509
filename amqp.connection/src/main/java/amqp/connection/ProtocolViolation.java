// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.WireException;
import amqp.codec.method.Method;

/** Thrown inside the engine when the peer breaks the protocol by well-formed frames; never leaves it. */
final class ProtocolViolation extends WireException {
    private static final long serialVersionUID = 1L;

    ProtocolViolation(int replyCode, String detail) {
        super(replyCode, detail);
    }

    static ProtocolViolation unexpected(int replyCode, Method method, String where) {
        return new ProtocolViolation(replyCode, method.protocolName() + " is not expected " + where);
    }
}
