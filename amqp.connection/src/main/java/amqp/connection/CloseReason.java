// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.ForeignText;
import amqp.codec.ReplyCode;
import amqp.codec.method.Methods;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/** The reason why a connection or a channel was closed; there is a record for each way in which it can end. */
public sealed interface CloseReason extends Serializable {

    /** Returns the reason as one sentence for a log or an exception; text of the peer is made safe to print. */
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
            return "closed by the broker with " + code + " " + named(ForeignText.line(text)) + cause;
        }

        @Override
        public String toString() {
            return describe();
        }

        /** RabbitMQ's texts begin with the name of the code. */
        private String named(String detail) {
            String name = ReplyCode.name(code);
            return detail.startsWith(name) ? detail : name + ": " + detail;
        }
    }

    /**
     * The application closed it.
     *
     * @param code the reply code that was sent, see {@link ReplyCode}
     * @param text the reply text that was sent
     */
    record ByApplication(int code, String text) implements CloseReason {
        @Override
        public String describe() {
            return "closed by the application with " + code + ": " + ForeignText.line(text);
        }
    }

    /**
     * The peer broke the protocol.
     *
     * @param code the reply code that was sent to it, see {@link ReplyCode}
     * @param detail what it did
     */
    record PeerViolation(int code, String detail) implements CloseReason {
        @Override
        public String describe() {
            return "the broker broke the protocol (" + code + " " + ReplyCode.name(code) + "): "
                    + ForeignText.line(detail);
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * The handshake failed because the peers have no common protocol or mechanism.
     *
     * @param detail what is missing, as one sentence
     */
    record HandshakeRefused(String detail) implements CloseReason {
        @Override
        public String describe() {
            return ForeignText.line(detail);
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * Nothing was received for two heartbeat intervals; the transport was closed without a close handshake.
     *
     * @param silence the two intervals
     */
    record HeartbeatMissed(Duration silence) implements CloseReason {
        @Override
        public String describe() {
            return "nothing was received from the broker for " + seconds(silence) + " (two heartbeat intervals)";
        }
    }

    /**
     * The peer did not answer a step of opening or closing in time.
     *
     * @param step the step, as the subject of a sentence
     * @param timeout of the step
     */
    record TimedOut(String step, Duration timeout) implements CloseReason {
        @Override
        public String describe() {
            return step + " was not answered within " + seconds(timeout);
        }
    }

    /**
     * The transport ended after the client had sent its credentials. Brokers without
     * {@code authentication_failure_close} refuse credentials like this, but a broker that stops looks the same.
     *
     * @param cause why the transport ended
     */
    record LostAtLogin(Throwable cause) implements CloseReason {
        @Override
        public String describe() {
            return new TransportLost(cause).describe() + " when the broker had the credentials; are they wrong?";
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * There were no credentials to log in with; nothing was sent.
     *
     * @param cause why there were none; its message holds no secret
     */
    record NoCredentials(Throwable cause) implements CloseReason {
        @Override
        public String describe() {
            return "there are no credentials to log in with: " + described(cause);
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * The transport ended or failed.
     *
     * @param cause the failure; never null
     */
    record TransportLost(Throwable cause) implements CloseReason {
        /**
         * Checks that there is a cause.
         *
         * @param cause the failure
         */
        public TransportLost {
            Objects.requireNonNull(cause, "cause");
        }

        @Override
        public String describe() {
            return "the transport was lost: " + described(cause);
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    private static String described(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : ForeignText.line(message);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
