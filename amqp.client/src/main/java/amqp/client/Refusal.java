// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import amqp.credentials.Credentials;
import java.util.regex.Pattern;

/**
 * What it means that an attempt to connect has ended: the one place that tells a name or a password that is wrong, and
 * will be wrong the next time, from what passes. Brokers use one reply code for both.
 */
enum Refusal {
    /** The user, the password or the certificate. */
    LOGIN(true),

    /** The virtual host does not exist, or this user may not use it. */
    VIRTUAL_HOST(true),

    /** What was negotiated is not allowed. */
    TUNING(true),

    /** No common ground: another protocol, or no common mechanism. */
    PROTOCOL(true),

    /** As many connections as the broker takes; a lost one of ours may still be counted. */
    LIMIT(false),

    /** No refusal, or one of a broker that starts, stops, or has run out of something. */
    NONE(false);

    /**
     * RabbitMQ and LavinMQ, of a virtual host, a user or a node: {@code … connection limit (7) is reached}. At the end,
     * since names that anybody may give stand before it.
     */
    private static final Pattern LIMIT_IS_REACHED = Pattern.compile("limit \\([^()]*\\) is reached\\.?\\s*\\z");

    private static final int CONNECTION = 10;
    private static final int START_OK = 11;
    private static final int SECURE_OK = 21;
    private static final int TUNE_OK = 31;

    private final boolean lasting;

    Refusal(boolean lasting) {
        this.lasting = lasting;
    }

    /** Whether trying again is of no use until somebody changes the options or the broker. */
    boolean isLasting() {
        return lasting;
    }

    /**
     * Whether other credentials from the same provider may be taken: those that expire bring along what they allow, and may
     * have been revoked.
     */
    boolean isOf(Credentials credentials) {
        return this == LOGIN || this == VIRTUAL_HOST && credentials.expires();
    }

    static Refusal of(CloseReason reason) {
        if (reason instanceof CloseReason.HandshakeRefused) {
            return PROTOCOL;
        }
        return reason instanceof CloseReason.ByPeer byPeer ? of(byPeer) : NONE;
    }

    private static Refusal of(CloseReason.ByPeer reason) {
        return switch (reason.code()) {
            case ReplyCode.ACCESS_REFUSED -> LOGIN;
            case ReplyCode.NOT_ALLOWED -> notAllowed(reason);
            case ReplyCode.INVALID_PATH, ReplyCode.NOT_FOUND -> VIRTUAL_HOST;
            default -> NONE;
        };
    }

    private static Refusal notAllowed(CloseReason.ByPeer reason) {
        if (LIMIT_IS_REACHED.matcher(reason.text()).find()) {
            return LIMIT;
        }
        if (blames(reason, START_OK) || blames(reason, SECURE_OK)) {
            return LOGIN;
        }
        return blames(reason, TUNE_OK) ? TUNING : VIRTUAL_HOST;
    }

    private static boolean blames(CloseReason.ByPeer reason, int method) {
        return reason.classId() == CONNECTION && reason.methodId() == method;
    }
}
