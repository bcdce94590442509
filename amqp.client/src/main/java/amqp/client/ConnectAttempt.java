// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import java.util.Objects;

/** Says why an attempt to connect failed, with a hint at what is likely to be wrong. */
final class ConnectAttempt {
    private ConnectAttempt() {}

    static ConnectionFailedException failure(ConnectionOptions options, Address address, CloseReason reason) {
        String sentence = "Cannot open a connection to " + address + ": " + withoutFullStop(reason.describe());
        if (reason instanceof CloseReason.LostAtLogin lost) {
            return new ConnectionFailedException(sentence, reason, lost.cause());
        }
        if (reason instanceof CloseReason.NoCredentials none) {
            return new ConnectionFailedException(sentence, reason, none.cause());
        }
        if (reason instanceof CloseReason.TransportLost lost) {
            String message = Objects.requireNonNullElse(lost.cause().getMessage(), "");
            boolean neverConnected =
                    message.startsWith("Cannot connect") || message.startsWith("The TLS handshake failed");
            return new ConnectionFailedException(
                    neverConnected ? message : sentence + hint(options, reason), reason, lost.cause());
        }
        return new ConnectionFailedException(sentence + hint(options, reason), reason, null);
    }

    private static String withoutFullStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String hint(ConnectionOptions options, CloseReason reason) {
        return switch (Refusal.of(reason)) {
            case LOGIN -> "; check the user name and password, or the client certificate";
            case VIRTUAL_HOST ->
                "; check the name of the virtual host, \"" + options.virtualHost() + "\", and who may use it";
            case TUNING -> "; check the options frameMax and channelMax";
            case LIMIT -> "; close connections that are not needed, or raise the limit on the broker";
            case PROTOCOL, NONE -> hintAtPort(reason);
        };
    }

    private static String hintAtPort(CloseReason reason) {
        if (reason instanceof CloseReason.PeerViolation) {
            return "; does an AMQP broker listen there, and is the port meant for plain connections or for TLS?";
        }
        boolean silent = reason instanceof CloseReason.TimedOut || reason instanceof CloseReason.TransportLost;
        return silent ? "; does an AMQP broker listen there?" : "";
    }
}
