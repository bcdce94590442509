// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.testkit.wire.BrokerFrames.concat;
import static amqp.testkit.wire.BrokerFrames.method;
import static amqp.testkit.wire.BrokerFrames.protocolHeader;
import static amqp.testkit.wire.BrokerFrames.withBadEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.terminal.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password is nowhere: not in the text, not in JSON, not in the capture. */
class SecretsTest {
    private static final String PASSWORD = "hunter2hunter2";

    @TempDir
    private Path folder;

    /** Everything that a trace leaves, as one text. */
    private String leftBy(byte[]... fromClient) throws Exception {
        Path file = folder.resolve("capture");
        Files.deleteIfExists(file);
        HandMade trace;
        try (CaptureWriter capture = CaptureWriter.create(file, new Summary(), sentence -> {})) {
            trace = new HandMade(capture).client(fromClient);
        }
        TextFormat text = new TextFormat(ZoneOffset.UTC, Style.PLAIN);
        JsonFormat json = new JsonFormat();
        return trace.events.stream()
                        .map(event -> text.apply(event) + json.apply(event))
                        .collect(Collectors.joining("\n"))
                + Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private void assertHidden(String shown, byte[]... fromClient) throws Exception {
        String left = leftBy(fromClient);
        assertFalse(left.contains(PASSWORD), left);
        assertFalse(left.contains("hunter"), left);
        String hex = HexFormat.of().formatHex("hunter".getBytes(StandardCharsets.UTF_8));
        assertFalse(left.contains(hex), left);
        assertTrue(left.contains(shown), left);
    }

    private static byte[] startOk(String mechanism, byte[] response) {
        return method(0, "connection.start-ok", Map.of("product", "p"), mechanism, response, "en_US");
    }

    private static byte[] plain() {
        return startOk("PLAIN", ("\0guest\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] header() {
        return protocolHeader(0, 0, 9, 1);
    }

    @Test
    void ofPlain() throws Exception {
        assertHidden("mechanism=PLAIN", header(), plain());
    }

    @Test
    void ofAmqplain() throws Exception {
        byte[] table = concat(
                new byte[] {5},
                "LOGIN".getBytes(),
                new byte[] {'S', 0, 0, 0, 5},
                "guest".getBytes(),
                new byte[] {8},
                "PASSWORD".getBytes(),
                new byte[] {'S', 0, 0, 0, 14},
                PASSWORD.getBytes());
        assertHidden("mechanism=AMQPLAIN", header(), startOk("AMQPLAIN", table));
    }

    @Test
    void ofLaterAnswersAndNewSecrets() throws Exception {
        assertHidden("connection.secure-ok", header(), method(0, "connection.secure-ok", PASSWORD));
        assertHidden("reason=soon", header(), method(0, "connection.update-secret", PASSWORD, "soon"));
    }

    @Test
    void ofFramesThatAreNone() throws Exception {
        assertHidden("undecoded", header(), withBadEnd(plain()));
        assertHidden("undecoded", header(), withBadEnd(plain()), plain());
        assertHidden("undecoded", PASSWORD.getBytes(), PASSWORD.getBytes());
        assertHidden("undecoded", new byte[] {1, 0, 0, 127, 127, 127, 127}, plain());
        byte[] cut = plain();
        cut[cut.length - 30] = (byte) 200; // the length of the response, or the response itself
        assertHidden("start-ok", header(), cut);
    }

    @Test
    void ofANewSecretInABrokenFrameAfterTheLogin() throws Exception {
        HandMade trace = HandMade.open().client(withBadEnd(method(0, "connection.update-secret", PASSWORD, "soon")));
        String line = new TextFormat(ZoneOffset.UTC, Style.PLAIN).apply(trace.last());
        assertFalse(line.contains("68756e746572"), line);
        trace.client(PASSWORD.getBytes());
        assertFalse(
                new TextFormat(ZoneOffset.UTC, Style.PLAIN).apply(trace.last()).contains("68756e746572"), line);
    }

    @Test
    void aMaskedFrameIsStillAFrame() throws IOException, InterruptedException {
        Path file = folder.resolve("capture");
        try (CaptureWriter capture = CaptureWriter.create(file, new Summary(), sentence -> {})) {
            new HandMade(capture).login(PASSWORD);
        }
        HandMade again = new HandMade();
        try (CaptureReader capture = CaptureReader.open(file)) {
            for (TraceRecord passed = capture.next(); passed != null; passed = capture.next()) {
                if (passed.direction() == Direction.TO_BROKER) {
                    again.client(passed.content());
                } else {
                    again.broker(passed.content());
                }
            }
        }
        assertEquals("[]", again.violations().toString());
        assertEquals(7, again.frames.size());
    }
}
