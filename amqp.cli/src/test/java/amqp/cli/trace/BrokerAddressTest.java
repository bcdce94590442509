// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ConnectionOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BrokerAddressTest {
    /** Far less than the ten seconds that a command waits otherwise. */
    @Test
    @Timeout(8)
    void aBrokerThatDoesNotAnswerIsGivenTheTimeThatTheUriSays() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var address = new BrokerAddress(ConnectionOptions.ofUri("amqps://127.0.0.1:" + silent.getLocalPort()
                    + "?verify=trust_everyone_insecurely&connection_timeout=100"));
            List<Socket> begun = new ArrayList<>();
            IOException failure = assertThrows(IOException.class, () -> address.connect(begun::add));
            assertTrue(
                    failure.getMessage()
                            .startsWith("cannot connect to the broker 127.0.0.1:" + silent.getLocalPort() + ": "),
                    failure.getMessage());
            assertEquals(List.of(true), begun.stream().map(Socket::isClosed).toList());
        }
    }
}
