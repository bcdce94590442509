// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.TransportException;
import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.connection.CloseReason;
import amqp.testkit.RefusingPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ConnectionFailureAnalyzerTest {
    private static final int START_OK = 11;
    private static final int TUNE_OK = 31;
    private static final int OPEN = 40;
    private static final Pattern PROPERTY = Pattern.compile("(spring|amqp)(\\.[a-z-]+)+");

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of("spring.rabbitmq.password", byBroker(403, 0, "ACCESS_REFUSED - Login was refused")),
                Arguments.of("spring.rabbitmq.password", byBroker(530, START_OK, "Authentication failed")),
                Arguments.of("spring.rabbitmq.password", new CloseReason.LostAtLogin(new EOFException("ended"))),
                Arguments.of("AmqpConnectionCustomizer", new CloseReason.NoCredentials(new IOException("no token"))),
                Arguments.of("spring.rabbitmq.virtual-host", byBroker(530, OPEN, "NOT_ALLOWED - vhost x not found")),
                Arguments.of("spring.rabbitmq.virtual-host", byBroker(404, OPEN, "Unknown virtual host: 'x'")),
                Arguments.of(
                        "spring.rabbitmq.requested-channel-max", byBroker(530, TUNE_OK, "NOT_ALLOWED - frame_max")),
                Arguments.of("limits", byBroker(530, OPEN, "NOT_ALLOWED - node connection limit (7) is reached")),
                Arguments.of("limits", byBroker(320, OPEN, "CONNECTION_FORCED - broker is starting")),
                Arguments.of("Start the broker", lost(new ConnectException("Connection refused"))),
                Arguments.of("firewalls", lost(new SocketTimeoutException("no connection in time"))),
                Arguments.of("firewalls", new CloseReason.TimedOut("connection.open", Duration.ofSeconds(30))),
                Arguments.of("spring.rabbitmq.ssl.bundle", lost(new SSLHandshakeException("unknown authority"))),
                Arguments.of("spring.rabbitmq.ssl.enabled", new CloseReason.PeerViolation(501, "no frame")),
                Arguments.of("spring.rabbitmq.ssl.enabled", new CloseReason.HandshakeRefused("AMQP 1.0")));
    }

    private static CloseReason byBroker(int code, int method, String text) {
        return new CloseReason.ByPeer(code, text, method == 0 ? 0 : 10, method);
    }

    private static CloseReason lost(IOException cause) {
        return new CloseReason.TransportLost(new TransportException("Cannot connect to host:1", cause));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("reasons")
    void namesWhatToLookAt(String expected, CloseReason reason) throws IOException {
        var action =
                analyzed(new ConnectionFailedException("host:1", reason, null)).getAction();
        // The first paragraph is of this reason.
        assertTrue(action.split("\n\n")[0].contains(expected), action);
        var known = MetadataTest.names();
        for (var name : properties(action)) {
            assertTrue(known.contains(name) || name.startsWith("amqp.settings."), name);
        }
    }

    private static Set<String> properties(String action) {
        return PROPERTY.matcher(action)
                .results()
                .map(MatchResult::group)
                .filter(name -> !name.equals("spring.rabbitmq"))
                .collect(Collectors.toSet());
    }

    @Test
    void tellsEachAddressOnce() {
        try (var first = new RefusingPort();
                var second = new RefusingPort()) {
            var options = ConnectionOptions.builder()
                    .settings(Map.of("addresses", "127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port()))
                    .credentials("shop", "very-secret")
                    .build();
            var failure = assertThrows(ConnectionFailedException.class, () -> BlockingConnection.open(options));
            var analysis = analyzed(failure);
            var lines = analysis.getDescription().lines().toList();
            assertEquals(2, lines.size(), lines::toString);
            assertTrue(lines.get(0).startsWith("Cannot connect to 127.0.0.1:" + first.port() + ": "), lines.get(0));
            assertTrue(lines.get(1).startsWith("Cannot connect to 127.0.0.1:" + second.port() + ": "), lines.get(1));
            assertFalse((analysis.getDescription() + analysis.getAction()).contains("very-secret"));
        }
    }

    /** With what is around the failure of a listener. */
    private static FailureAnalysis analyzed(ConnectionFailedException failure) {
        return new ConnectionFailureAnalyzer()
                .analyze(new IllegalStateException("The listener x did not start", failure));
    }
}
