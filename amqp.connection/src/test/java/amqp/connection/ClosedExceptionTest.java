// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClosedExceptionTest {
    static final List<CloseReason> REASONS = List.of(
            new CloseReason.ByPeer(404, "NOT_FOUND - no queue 'q'", 60, 20),
            new CloseReason.ByApplication(200, "bye"),
            new CloseReason.PeerViolation(505, "content body where none is expected"),
            new CloseReason.HandshakeRefused("no common mechanism"),
            new CloseReason.HeartbeatMissed(Duration.ofSeconds(20)),
            new CloseReason.TimedOut("channel.close", Duration.ofSeconds(1)));

    @ParameterizedTest
    @FieldSource("REASONS")
    void theReasonSurvivesSerialization(CloseReason reason) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ClosedException("channel 1", reason));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            var copy = (ClosedException) in.readObject();
            assertEquals(reason, copy.reason());
            assertEquals("channel 1 is closed: " + reason.describe(), copy.getMessage());
        }
    }
}
