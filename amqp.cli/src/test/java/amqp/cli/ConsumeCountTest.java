// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.testkit.scripted.ScriptedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That no message beyond --count leaves the queue of a broker that sends as much as it may, at once. */
@Timeout(60)
class ConsumeCountTest {
    private static final int MESSAGES = 9;

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private int prefetch;
    private int delivered;

    @ParameterizedTest
    @CsvSource({"4, 1, 1", "4, 2, 2", "4, 3, 3", "4, 100, 4", "1, 0, 1", "9, 5, 5"})
    void nothingBeyondIsDelivered(int count, int wanted, int expectedPrefetch) throws Exception {
        prefetch = expectedPrefetch;
        List<String> lines = consume("--count", "" + count, "--prefetch", "" + wanted);
        assertEquals(count, lines.size());
        assertEquals(count, delivered);
        assertEquals(Set.of(), broker.unacked(1));
    }

    @Test
    void whatIsHeldBackIsAcknowledgedWhenNothingComes() throws Exception {
        prefetch = 11;
        List<String> lines = consume("--count", "11", "--idle", "0.3");
        assertEquals(MESSAGES, lines.size());
        assertEquals(Set.of(), broker.unacked(1));
    }

    private List<String> consume(String... options) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Callable<Void> serve = () -> {
                serve(server);
                return null;
            };
            FutureTask<Void> serving = new FutureTask<>(serve);
            new Thread(serving).start();
            String[] arguments = {"consume", "--uri", "amqp://127.0.0.1:" + server.getLocalPort(), "q"};
            String[] all = Stream.of(arguments, options, new String[] {"--json"})
                    .flatMap(Arrays::stream)
                    .toArray(String[]::new);
            List<String> lines = Cli.run(all).lines();
            serving.get(10, TimeUnit.SECONDS);
            assertEquals(List.of(), broker.violations());
            return lines;
        }
    }

    /** Octet by octet: no two frames of the client are read before the broker acts on the first of them. */
    private void serve(ServerSocket server) throws IOException {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                broker.receive(new byte[] {(byte) octet});
                deliver();
                out.write(broker.take().array());
            }
        }
    }

    private void deliver() {
        List<String> seen = broker.receivedMethods();
        boolean consuming = seen.contains("basic.consume") && !seen.contains("basic.cancel") && !broker.closed();
        while (consuming && delivered < MESSAGES && broker.unacked(1).size() < prefetch) {
            broker.deliver(1, "amq.ctag-1", "", "q", Map.of(), new byte[0]);
            delivered++;
        }
    }
}
