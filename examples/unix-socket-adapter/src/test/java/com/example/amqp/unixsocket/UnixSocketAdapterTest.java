// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the suite leaves out, since it is about hosts: the same rules for socket files. */
class UnixSocketAdapterTest {
    private final AdapterUnderTest subject = new AdapterUnderTest(UnixSocketAdapter.create());

    @TempDir
    private Path folder;

    @AfterEach
    void judge() {
        subject.close();
    }

    private Recorder connect(Path file, Duration limit) {
        return subject.connect(Endpoint.builder(file.toString(), 1).connectTimeout(limit).build(), new Recorder());
    }

    private String refusal(String file) {
        return connect(folder.resolve(file), Duration.ofSeconds(30))
                .awaitClosed()
                .getMessage();
    }

    @Test
    void missingFileSaysSo() {
        Path file = folder.resolve("nobody");
        assertEquals("Cannot connect to " + file + ":1: No such file or directory", refusal("nobody"));
    }

    @Test
    void fileWithoutListenerSaysSo() throws IOException {
        new CrowdedListener(folder.resolve("socket")).close();
        assertTrue(refusal("socket").contains("refused"));
    }

    @Test
    void pathThatIsTooLongSaysSo() {
        assertTrue(refusal("long".repeat(40)).contains("too long"));
    }

    @Test
    void fullQueueIsWaitedForUntilTheTimeOut() throws IOException {
        try (CrowdedListener listener = new CrowdedListener(folder.resolve("socket"))) {
            Recorder recorder = connect(listener.file(), Duration.ofMillis(300));
            String message = recorder.awaitClosed().getMessage();
            assertTrue(message.contains("no connection within 300 ms"), message);
        }
    }

    @Test
    void placeInAFullQueueIsTakenOnceThereIsOne() throws IOException {
        try (CrowdedListener listener = new CrowdedListener(folder.resolve("socket"))) {
            Recorder recorder = connect(listener.file(), Duration.ofSeconds(30));
            listener.makeRoom();
            recorder.awaitConnected();
        }
    }

    @Test
    void closeGivesWaitingUp() throws IOException {
        try (CrowdedListener listener = new CrowdedListener(folder.resolve("socket"))) {
            Recorder recorder = new Recorder();
            subject.adapter()
                    .connect(Endpoint.of(listener.file().toString(), 1), recorder)
                    .close();
            assertTrue(((TransportException) recorder.awaitClosed()).closedHere());
        }
    }

    @Test
    void octetsCross() {
        try (Peer peer = Peer.echoing();
                Relay relay = Relay.to(peer.port())) {
            Recorder recorder = connect(relay.file(), Duration.ofSeconds(30));
            recorder.awaitConnected();
            recorder.send(new byte[5]);
            recorder.await(Rule.BYTES_WHOLE, () -> recorder.received().length == 5, "no echo");
        }
    }
}
