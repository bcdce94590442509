// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of all exceptions of this SDK that report a failure of a broker, a network or a message. All are
 * unchecked. A stage or callback fails with the same exception that a blocking call throws. Subclasses, by cause:
 *
 * <ul>
 *   <li>the peer: {@link WireException} (malformed bytes), {@code MessageTooLargeException},
 *       {@code PublishFailedException} (it refused or returned a message), {@code RpcException} (a server of remote
 *       calls failed, or there is none);
 *   <li>the network, or a close: {@code ClosedException} (its reason says which), {@code ConnectionFailedException},
 *       {@code ConsumerCancelledException};
 *   <li>time: {@code CallTimeoutException}, {@code PublishBlockedException} (nothing was sent),
 *       {@code CallInterruptedException}, {@code RpcException.TimedOut};
 *   <li>the caller: {@code DeliveryTagException}, for a message that is not unacknowledged.
 * </ul>
 *
 * <p>Any other mistake of the caller throws {@link IllegalArgumentException} (the value cannot be sent) or
 * {@link IllegalStateException} (not possible now) before anything is sent. Modules that do not use the codec have
 * their own exceptions ({@code MechanismException} of the credentials, {@code TransportException} of the adapters); a
 * connection reports them as the cause of one of these.
 *
 * <p>Messages are one line, and text of a peer in them is safe to print: see {@link ForeignText}.
 *
 * <p>One exception may be passed to several threads, as the failure of several stages: do not change it.
 */
public abstract class AmqpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with a cause.
     *
     * @param cause null for none
     */
    protected AmqpException(String message, @Nullable Throwable cause) {
        super(harmless(message), cause);
    }

    /** Creates an exception without a cause. */
    protected AmqpException(String message) {
        super(harmless(message));
    }

    private static @Nullable String harmless(@Nullable String message) {
        return message == null ? null : ForeignText.line(message);
    }
}
