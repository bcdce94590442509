// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.testkit.wire.BrokerFrames.body;
import static amqp.testkit.wire.BrokerFrames.content;
import static amqp.testkit.wire.BrokerFrames.heartbeat;
import static amqp.testkit.wire.BrokerFrames.method;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.cli.terminal.CommandFailedException;
import amqp.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Capture files: what was written is read, and what was damaged is said to be so. */
@Timeout(60)
class CaptureTest {
    private static final byte[] BODY = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("capture");
        try (CaptureWriter capture = CaptureWriter.create(file, new Summary(), sentence -> {})) {
            new HandMade(capture)
                    .record(TraceRecord.Kind.OPENED, "by a test")
                    .login("secret")
                    .client(method(1, "channel.open"))
                    .broker(method(1, "channel.open-ok"))
                    .client(method(1, "basic.publish", "", "orders", true, false), content(1, Map.of(), BODY, 0))
                    .client(method(7, "basic.qos", 0, 1, false))
                    .record(TraceRecord.Kind.CLOSED, "by the client");
        }
    }

    private Cli read(String... options) {
        List<String> arguments = new ArrayList<>(List.of("trace", "--read", file.toString()));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void isShownWithItsSummary() {
        String out = String.join("\n", read().lines());
        assertTrue(out.contains(" #1 opened by a test\n"), out);
        assertTrue(out.contains(" #1 -> 1 basic.publish routingKey=orders mandatory\n"), out);
        assertTrue(out.contains(" #1 -> 1 header 5 bytes {}\n"), out);
        assertTrue(out.contains(" #1 -> 1 body 5 bytes hello\n"), out);
        assertTrue(out.contains(" #1 <- 1 channel.open-ok  (1.000 ms)\n"), out);
        assertTrue(out.contains(" #1 -> 7 VIOLATION channel-not-open: channel 7 is not open\n"), out);
        assertTrue(out.contains(" #1 closed by the client\n"), out);
        assertTrue(out.contains("\n1 connection, 0."), out);
        assertTrue(out.matches("(?s).*\nto-broker +basic\\.publish +1 +23\n.*"), out);
        assertTrue(out.matches("(?s).*\nchannel\\.open +1 +1\\.0.*"), out);
        assertTrue(out.matches("(?s).*\nchannel-not-open +1"), out);
    }

    @Test
    void theFiltersHold() {
        assertEquals(1, frames("--method", "basic.qos"));
        assertEquals(4, frames("--method", "basic.*"));
        assertEquals(5, frames("--channel", "1"));
        assertEquals(6, frames("--channel", "1", "--channel", "7"));
        assertEquals(1, frames("--direction", "to-client", "--channel", "1"));
        assertEquals(1, frames("--violations"));
        assertEquals(2, frames("--method", "basic.qos", "--method", "channel.open"));
        assertEquals(0, frames("--summary"));
    }

    private long frames(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("--json");
        List<String> lines = read(arguments.toArray(String[]::new)).lines();
        assertTrue(lines.get(lines.size() - 1).startsWith("{\"summary\":{\"connections\":1,"), lines::toString);
        return lines.stream().filter(line -> line.contains("\"frame\":")).count();
    }

    @Test
    void jsonOfAFrame() {
        List<String> lines =
                read("--json", "--channel", "1", "--body-bytes", "3").lines();
        assertTrue(
                lines.get(3)
                        .endsWith(",\"connection\":1,\"direction\":\"to-broker\",\"channel\":1,\"bytes\":23,"
                                + "\"frame\":\"method\",\"method\":\"basic.publish\",\"arguments\":{\"exchange\":\"\","
                                + "\"routingKey\":\"orders\",\"mandatory\":true}}"),
                lines.get(3));
        assertTrue(
                lines.get(5)
                        .endsWith(
                                "\"frame\":\"body\",\"method\":\"basic.publish\",\"body\":\"hel\",\"bodyShortened\":true}"),
                lines.get(5));
    }

    @Test
    void whatIsCutOffIsShownUpToThere() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 8; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            Cli run = read();
            if (run.status() == 1) {
                run.assertFailed(1, "is cut off after record ", "what stands before is shown");
            } else {
                assertEquals("", run.err());
            }
            assertTrue(run.out().contains(" s\n"), run.out());
        }
    }

    @Test
    void whatIsDamagedIsSaid() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 8; i < whole.length; i += 5) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x41;
            Files.write(file, damaged);
            read().assertFailed(1, file + " is ");
        }
    }

    @Test
    void anotherFileIsNone() throws IOException {
        Files.writeString(file, "{\"json\":true}");
        read().assertFailed(1, "is no capture of \"amqp trace --write\"");
        Files.write(file, "AMQPTRC\u0002".getBytes(StandardCharsets.US_ASCII));
        read().assertFailed(1, "is a capture of version 2; this command reads version 1");
        Files.write(file, new byte[0]);
        read().assertFailed(1, "is no capture");
        Files.delete(file);
        read().assertFailed(1, "there is no file " + file);
        Files.createDirectory(file);
        read().assertFailed(1, "cannot read " + file);
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void replacesNothing() {
        var failure = assertThrows(
                CommandFailedException.class, () -> CaptureWriter.create(file, new Summary(), sentence -> {}));
        assertTrue(failure.getMessage().contains("is there already"), failure.getMessage());
    }

    @Test
    void aGapIsTold() throws IOException {
        Files.delete(file);
        try (var out = new DataOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
            CaptureFormat.begin(out);
            CaptureFormat.write(out, TraceRecord.of(TraceRecord.Kind.GAP, 3, 0, "17"));
        }
        String out = String.join("\n", read().lines());
        assertTrue(out.contains(" #3 gap 17 frames are missing in the capture\n"), out);
        assertTrue(out.contains("\n17 frames are not in the capture"), out);
        assertFalse(out.contains("violation "), out);
    }

    @Test
    void aFullDiskEndsTheFileAlone() {
        List<String> problems = new CopyOnWriteArrayList<>();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        CaptureWriter capture = new CaptureWriter(file, new DataOutputStream(full), new Summary(), problems::add);
        HandMade trace = new HandMade(capture).login("secret");
        capture.close();
        assertTrue(capture.hasFailed());
        assertEquals(List.of("cannot write " + file + " any more, it ends here: No space left on device"), problems);
        assertEquals(7, trace.frames.size(), "the trace goes on");
    }

    @Test
    void aSlowDiskLeavesFramesOutAndSaysSo() throws IOException {
        CountDownLatch standsStill = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Summary summary = new Summary();
        CaptureWriter capture = new CaptureWriter(
                file, new DataOutputStream(new WaitingStream(standsStill, written)), summary, sentence -> {});
        HandMade trace = new HandMade(capture).login("secret");
        for (int i = 0; summary.missing() == 0; i++) {
            trace.client(body(1, new byte[1 << 20]));
            assertTrue(i < 100, "the bound is 32 MiB");
        }
        standsStill.countDown();
        Await.until(
                Duration.ofSeconds(30),
                () -> {
                    long before = summary.missing();
                    trace.client(heartbeat());
                    return summary.missing() == before;
                },
                () -> "nothing is written again");
        capture.close();
        var in = new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
        CaptureFormat.readBegin(in);
        List<TraceRecord> records = new ArrayList<>();
        for (TraceRecord passed = CaptureFormat.read(in); passed != null; passed = CaptureFormat.read(in)) {
            records.add(passed);
        }
        TraceRecord gap = records.get(records.size() - 2);
        assertEquals(TraceRecord.Kind.GAP, gap.kind());
        assertEquals("" + summary.missing(), gap.text());
    }

    /** Takes nothing before it is told to. */
    private static final class WaitingStream extends FilterOutputStream {
        private final CountDownLatch goesOn;

        WaitingStream(CountDownLatch goesOn, OutputStream out) {
            super(out);
            this.goesOn = goesOn;
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            await();
            out.write(octets, from, count);
        }

        @Override
        public void write(int octet) throws IOException {
            await();
            out.write(octet);
        }

        private void await() throws IOException {
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
