// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

import amqp.codec.ReplyCode;

/** What the broker refuses, with the code and the text that RabbitMQ answers. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final boolean ofConnection;

    private Refusal(int code, String text, boolean ofConnection) {
        super(text, null, false, false);
        this.code = code;
        this.ofConnection = ofConnection;
    }

    /** Closes the channel. */
    public static Refusal ofChannel(int code, String detail) {
        return new Refusal(code, text(code, detail), false);
    }

    /** Closes the connection. */
    public static Refusal ofConnection(int code, String detail) {
        return new Refusal(code, text(code, detail), true);
    }

    static Refusal notFound(String kind, String name) {
        return ofChannel(ReplyCode.NOT_FOUND, "no " + kind + " '" + name + "' in vhost '/'");
    }

    static Refusal inequivalent(String argument, String kind, String name, Object received, Object current) {
        return ofChannel(
                ReplyCode.PRECONDITION_FAILED,
                "inequivalent arg '" + argument + "' for " + kind + " '" + name + "' in vhost '/': received '"
                        + received + "' but current is '" + current + "'");
    }

    private static String text(int code, String detail) {
        return ReplyCode.name(code) + " - " + detail;
    }

    /** Returns the reply code. */
    public int code() {
        return code;
    }

    /** Returns whether the connection is closed, not only the channel. */
    public boolean ofConnection() {
        return ofConnection;
    }
}
