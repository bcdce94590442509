// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

/** The reply codes of the specification (1.1), as in connection.close, channel.close and basic.return. */
public final class ReplyCode {
    /** No error; used for a normal close. */
    public static final int REPLY_SUCCESS = 200;
    /** The message is larger than the peer accepts now; the channel is closed. */
    public static final int CONTENT_TOO_LARGE = 311;
    /** In basic.return: no queue accepted a mandatory message. */
    public static final int NO_ROUTE = 312;
    /** In basic.return: no consumer could take an immediate message at once. */
    public static final int NO_CONSUMERS = 313;
    /** An operator closed the connection, or the broker shuts down; the client may try again. */
    public static final int CONNECTION_FORCED = 320;
    /** There is no such virtual host; the connection is closed. */
    public static final int INVALID_PATH = 402;
    /** The user may not do this, or the login failed. */
    public static final int ACCESS_REFUSED = 403;
    /** There is no such queue, exchange or the like; the channel is closed. */
    public static final int NOT_FOUND = 404;
    /** It is exclusive to another connection; the channel is closed. */
    public static final int RESOURCE_LOCKED = 405;
    /** It exists with other settings, or its state does not allow this; the channel is closed. */
    public static final int PRECONDITION_FAILED = 406;
    /** The bytes are not a frame, or the frame is too large; the connection is closed. */
    public static final int FRAME_ERROR = 501;
    /** A frame has invalid values; the connection is closed. */
    public static final int SYNTAX_ERROR = 502;
    /** There is no such method, or it is not allowed now; the connection is closed. */
    public static final int COMMAND_INVALID = 503;
    /** The channel is not open, or is open already; the connection is closed. */
    public static final int CHANNEL_ERROR = 504;
    /** A frame does not continue the content that has begun; the connection is closed. */
    public static final int UNEXPECTED_FRAME = 505;
    /** The peer has not enough memory, disk or handles; the connection is closed. */
    public static final int RESOURCE_ERROR = 506;
    /** The peer does not allow this to anybody; the connection is closed. */
    public static final int NOT_ALLOWED = 530;
    /** The peer does not support this; the connection is closed. */
    public static final int NOT_IMPLEMENTED = 540;
    /** The peer has an internal error; the connection is closed. */
    public static final int INTERNAL_ERROR = 541;

    private ReplyCode() {}

    /**
     * Returns the name of a code, for example NOT_FOUND for 404; the number itself if the specification has no name.
     */
    public static String name(int code) {
        return switch (code) {
            case REPLY_SUCCESS -> "REPLY_SUCCESS";
            case CONTENT_TOO_LARGE -> "CONTENT_TOO_LARGE";
            case NO_ROUTE -> "NO_ROUTE";
            case NO_CONSUMERS -> "NO_CONSUMERS";
            case CONNECTION_FORCED -> "CONNECTION_FORCED";
            case INVALID_PATH -> "INVALID_PATH";
            case ACCESS_REFUSED -> "ACCESS_REFUSED";
            case NOT_FOUND -> "NOT_FOUND";
            case RESOURCE_LOCKED -> "RESOURCE_LOCKED";
            case PRECONDITION_FAILED -> "PRECONDITION_FAILED";
            case FRAME_ERROR -> "FRAME_ERROR";
            case SYNTAX_ERROR -> "SYNTAX_ERROR";
            case COMMAND_INVALID -> "COMMAND_INVALID";
            case CHANNEL_ERROR -> "CHANNEL_ERROR";
            case UNEXPECTED_FRAME -> "UNEXPECTED_FRAME";
            case RESOURCE_ERROR -> "RESOURCE_ERROR";
            case NOT_ALLOWED -> "NOT_ALLOWED";
            case NOT_IMPLEMENTED -> "NOT_IMPLEMENTED";
            case INTERNAL_ERROR -> "INTERNAL_ERROR";
            default -> Integer.toString(code);
        };
    }
}
