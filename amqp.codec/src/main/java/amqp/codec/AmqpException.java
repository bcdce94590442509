// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions of this SDK that report a failure of a broker, a network or a message. All are unchecked.
 * A stage or callback fails with the same exception that a blocking call throws. Subclasses, by who is to blame:
 *
 * <ul>
 *   <li>the peer: {@link WireException} (its bytes are malformed), {@code MessageTooLargeException},
 *       {@code PublishFailedException} (it refused or returned a message), {@code RpcException} (a server of remote calls
 *       failed, or there is none);
 *   <li>the network, or whoever closed: {@code ClosedException} (with the reason, which tells the two apart),
 *       {@code ConnectionFailedException}, {@code ConsumerCancelledException};
 *   <li>time: {@code CallTimeoutException}, {@code PublishBlockedException} (nothing was sent), {@code
 *       CallInterruptedException}, {@code RpcException.TimedOut};
 *   <li>the caller: {@code DeliveryTagException}, for a message that awaits no acknowledgement.
 * </ul>
 *
 * <p>Any other fault of the caller is an {@link IllegalArgumentException} (the value can't be sent) or an
 * {@link IllegalStateException} (not now), thrown before anything is sent. Modules that know nothing of AMQP's codec have
 * exceptions of their own ({@code MechanismException} of the credentials, {@code TransportException} of the adapters);
 * from a connection they come as the cause of one of these.
 *
 * <p>Messages are one line, and what a peer sent is harmless in them: see {@link ForeignText}.
 *
 * <p>One instance may be handed to several threads, as the failure of several stages: don't change it.
 */
public abstract class AmqpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception that may have a cause.
     *
     * @param cause null for none
     */
    protected AmqpException(String message, @Nullable Throwable cause) {
        super(harmless(message), cause);
    }

    /** An exception without a cause. */
    protected AmqpException(String message) {
        super(harmless(message));
    }

    private static @Nullable String harmless(@Nullable String message) {
        return message == null ? null : ForeignText.line(message);
    }
}
