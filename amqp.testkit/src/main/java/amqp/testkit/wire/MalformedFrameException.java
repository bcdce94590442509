// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

/** Octets that are no AMQP 0-9-1 frame, or frames in an order that the specification forbids. */
public final class MalformedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
        super(message);
    }
}
