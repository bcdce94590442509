// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Threads and sockets: enough for many, and none left over. That no thread is left is judged after every test. */
abstract class ResourceTests extends RuleTests {
    /** Where Linux, and macOS by its own, list what a process has open. */
    private static final Path OPEN_FILES = Path.of("/dev/fd");

    ResourceTests(AdapterTck tck) {
        super(tck);
    }

    @Test
    @Proves(Rule.MANY_CONNECTIONS)
    void aThousandConnectionsAtOnce() {
        int octets = 2000;
        try (Peer peer = Peer.echoing()) {
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                recorders.add(connect(endpoint(peer), new Recorder()));
            }
            recorders.forEach(Recorder::awaitConnected);
            recorders.forEach(recorder -> recorder.send(new byte[octets]));
            for (Recorder recorder : recorders) {
                recorder.await(Rule.MANY_CONNECTIONS, () -> recorder.receivedCount() == octets, "no echo");
            }
        }
    }

    @Test
    @Proves(Rule.NOTHING_LEFT)
    void closedAndRefusedConnectionsLeaveNoSocket() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(OPEN_FILES), "Not applicable: this system doesn't list open files");
        int rounds = 100;
        int tolerance = 25;
        try (Socket refusing = new Socket();
                Peer peer = Peer.serving(Socket::close)) {
            refusing.bind(new InetSocketAddress("127.0.0.1", 0));
            connect(endpoint(peer), new Recorder()).awaitClosed();
            long before = openFiles();
            for (int i = 0; i < rounds; i++) {
                connect(endpoint(peer), new Recorder()).awaitClosed();
                Recorder closing = connected(peer, new Recorder());
                closing.transport().close();
                closing.awaitClosed();
                if (reasonForLacking(Feature.HOST_AND_PORT).isEmpty()) {
                    connect(Endpoint.of("127.0.0.1", refusing.getLocalPort()), new Recorder())
                            .awaitClosed();
                }
            }
            Rule.NOTHING_LEFT.eventually(
                    () -> openFiles() <= before + tolerance,
                    () -> openFiles() - before + " more open files after " + rounds + " connections that ended");
        }
    }

    private static long openFiles() {
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
