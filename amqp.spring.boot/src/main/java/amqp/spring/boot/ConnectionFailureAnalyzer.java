// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.adapter.spi.TransportException;
import amqp.client.ConnectionFailedException;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains in a few lines, instead of a stack trace, why an application that cannot open a connection does not start,
 * and names the properties to look at.
 */
final class ConnectionFailureAnalyzer extends AbstractFailureAnalyzer<ConnectionFailedException> {
    private static final String PLACE = "Start the broker, or look at spring.rabbitmq.host and spring.rabbitmq.port, or"
            + " spring.rabbitmq.addresses. With amqp.settings.reconnect-first=true the application waits for the broker.";
    private static final String SILENCE = "Look at spring.rabbitmq.host and spring.rabbitmq.port, or"
            + " spring.rabbitmq.addresses, and at firewalls between here and the broker. The timeouts are"
            + " spring.rabbitmq.connection-timeout and amqp.settings.handshake-timeout.";
    private static final String PROTOCOL =
            "Look at spring.rabbitmq.port and spring.rabbitmq.ssl.enabled: the port must be"
                    + " one where the broker speaks AMQP 0-9-1, and each port is either for TLS or for plain connections.";
    private static final String TLS = "Look at spring.rabbitmq.ssl.bundle (or spring.rabbitmq.ssl.trust-store and"
            + " spring.rabbitmq.ssl.key-store), and whether spring.rabbitmq.port is the broker's port for TLS.";
    private static final String LOGIN = "Look at spring.rabbitmq.username and spring.rabbitmq.password. The user guest,"
            + " the default, may usually log in only from the host of the broker.";
    private static final String PROVIDER =
            "Look at the credentials provider that a bean of type AmqpConnectionCustomizer has set.";
    private static final String VIRTUAL_HOST =
            "Look at spring.rabbitmq.virtual-host: it must exist on the broker, and the"
                    + " user of spring.rabbitmq.username must have permissions for it.";
    private static final String TUNING = "Look at spring.rabbitmq.requested-channel-max and amqp.settings.frame-max.";
    private static final String UNREADY = "Look at the state and the limits of the broker. With"
            + " amqp.settings.reconnect-first=true the application waits until the broker takes the connection.";
    private static final String OTHER_NAMES =
            "\n\nIf amqp.uri or AMQP_URI is set, look there first: it replaces address,"
                    + " login and virtual host. A further connection has amqp.connections.NAME.* instead of spring.rabbitmq.*.";

    private static final int CONNECTION = 10;
    private static final int START_OK = 11;
    private static final int SECURE_OK = 21;
    private static final int TUNE_OK = 31;

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConnectionFailedException failure) {
        return new FailureAnalysis(description(failure), action(failure) + OTHER_NAMES, failure);
    }

    /** A line for each address that was tried; an exception of another thread is there too, with the same message. */
    private static String description(ConnectionFailedException failure) {
        Set<String> lines = new LinkedHashSet<>();
        for (var before : failure.getSuppressed()) lines.add(before.getMessage());
        lines.add(failure.getMessage());
        return String.join("\n", lines);
    }

    private static String action(ConnectionFailedException failure) {
        var reason = failure.reason();
        if (reason instanceof CloseReason.ByPeer answer) return failure.isRefused() ? refused(answer) : UNREADY;
        if (reason instanceof CloseReason.LostAtLogin) return LOGIN;
        if (reason instanceof CloseReason.NoCredentials) return PROVIDER;
        if (reason instanceof CloseReason.TimedOut) return SILENCE;
        if (reason instanceof CloseReason.TransportLost lost) return lost(lost.cause());
        return PROTOCOL;
    }

    /** Brokers have one reply code for several refusals; the method that they blame tells which it is. */
    private static String refused(CloseReason.ByPeer answer) {
        if (answer.code() == ReplyCode.ACCESS_REFUSED) return LOGIN;
        if (answer.code() != ReplyCode.NOT_ALLOWED || answer.classId() != CONNECTION) return VIRTUAL_HOST;
        return switch (answer.methodId()) {
            case START_OK, SECURE_OK -> LOGIN;
            case TUNE_OK -> TUNING;
            default -> VIRTUAL_HOST;
        };
    }

    private static String lost(Throwable cause) {
        if (TransportException.isSilence(cause)) return SILENCE;
        for (var one = cause; one != null; one = one.getCause()) {
            if (one instanceof SSLException) return TLS;
        }
        return PLACE;
    }
}
