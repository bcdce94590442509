// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

/** The peer sent malformed bytes. The message says what and where; the reply code is the one to close with. */
public class WireException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final int replyCode;

    /**
     * Creates an exception.
     *
     * @param replyCode one of {@link ReplyCode}
     */
    public WireException(int replyCode, String message) {
        super(message);
        this.replyCode = replyCode;
    }

    /** Returns the code to close the channel or connection with, one of {@link ReplyCode}. */
    public final int replyCode() {
        return replyCode;
    }
}
