// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.ReplyCode;
import amqp.codec.method.Methods;
import java.time.Duration;
import java.util.Objects;

/** Why a connection or a channel is closed, sorted by who is to blame. */
public sealed interface CloseReason {

    /** One sentence for a log or an exception. */
    String describe();

    /**
     * The peer sent connection.close or channel.close.
     *
     * @param code the reply code, see {@link ReplyCode}
     * @param text the peer's text
     * @param classId class of the method that the peer blames, 0 for none
     * @param methodId method that the peer blames, 0 for none
     */
    record ByPeer(int code, String text, int classId, int methodId) implements CloseReason {
        @Override
        public String describe() {
            String cause = classId == 0 ? "" : " (in answer to " + Methods.name(classId, methodId) + ")";
            return "closed by the broker with " + code + " " + named(text) + cause;
        }

        /** RabbitMQ's texts begin with the name of the code. */
        private String named(String detail) {
            String name = ReplyCode.name(code);
            return detail.startsWith(name) ? detail : name + ": " + detail;
        }
    }

    /** The application asked for it. */
    record ByApplication(int code, String text) implements CloseReason {
        @Override
        public String describe() {
            return "closed by the application with " + code + ": " + text;
        }
    }

    /**
     * The peer broke the protocol; {@code code} is the reply code that it was told in connection.close.
     */
    record PeerViolation(int code, String detail) implements CloseReason {
        @Override
        public String describe() {
            return "the broker broke the protocol (" + code + " " + ReplyCode.name(code) + "): " + detail;
        }
    }

    /** No common ground in the handshake: another protocol, no common mechanism. */
    record HandshakeRefused(String detail) implements CloseReason {
        @Override
        public String describe() {
            return detail;
        }
    }

    /** Nothing was received for two heartbeat intervals; the transport was dropped without a close handshake. */
    record HeartbeatMissed(Duration silence) implements CloseReason {
        @Override
        public String describe() {
            return "nothing was received from the broker for " + seconds(silence) + " (two heartbeat intervals)";
        }
    }

    /** A step of the connection's life was not answered in time. */
    record TimedOut(String step, Duration timeout) implements CloseReason {
        @Override
        public String describe() {
            return step + " was not answered within " + seconds(timeout);
        }
    }

    /**
     * The transport ended when the broker had the credentials. Brokers that do not know
     * {@code authentication_failure_close} refuse them like this, but a broker that stops looks the same.
     */
    record LostAtLogin(Throwable cause) implements CloseReason {
        @Override
        public String describe() {
            return new TransportLost(cause).describe() + " when the broker had the credentials; are they wrong?";
        }
    }

    /** The transport ended or failed underneath. */
    record TransportLost(Throwable cause) implements CloseReason {
        /** Checks that there is a cause. */
        public TransportLost {
            Objects.requireNonNull(cause, "cause");
        }

        @Override
        public String describe() {
            String message = cause.getMessage();
            return "the transport was lost: "
                    + (message == null ? cause.getClass().getSimpleName() : message);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
