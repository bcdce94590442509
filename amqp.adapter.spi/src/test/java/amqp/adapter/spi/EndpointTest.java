// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.tls.TlsOptions;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void refusesValuesOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of("", 1));
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of("h", 0));
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of("h", 65536));
        assertThrows(
                IllegalArgumentException.class, () -> Endpoint.builder("h", 1).connectTimeout(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class, () -> SocketOptions.builder().sendBuffer(-1));
    }

    @Test
    void aBuilderStartsWithWhatIsThere() {
        SocketOptions socket = SocketOptions.builder()
                .noDelay(false)
                .keepAlive(false)
                .sendBuffer(1)
                .receiveBuffer(2)
                .build();
        Endpoint endpoint = Endpoint.builder("h", 1)
                .connectTimeout(Duration.ofSeconds(3))
                .tls(TlsOptions.system())
                .socket(socket)
                .build();
        assertEquals(endpoint.toString(), endpoint.toBuilder().build().toString());
        assertEquals(socket, socket.toBuilder().build());
        assertEquals(socket.hashCode(), socket.toBuilder().build().hashCode());
        assertNotEquals(socket, SocketOptions.DEFAULT);
        assertEquals("SocketOptions[noDelay=false, keepAlive=false, sendBuffer=1, receiveBuffer=2]", socket.toString());
        assertEquals(
                TlsOptions.NONE,
                endpoint.toBuilder().tls(TlsOptions.NONE).build().tls());
    }

    @Test
    void addressesAreWrittenAsInUris() {
        assertEquals("broker:5672", Endpoint.of("broker", 5672).address());
        assertEquals("[::1]:5672", Endpoint.of("::1", 5672).address());
    }

    @Test
    void literalsNeedNoNameService() {
        assertTrue(Endpoint.of("::1", 1).isAddressLiteral());
        assertTrue(Endpoint.of("192.0.2.1", 1).isAddressLiteral());
        assertFalse(Endpoint.of("localhost", 1).isAddressLiteral());
        assertFalse(Endpoint.of("10.example", 1).isAddressLiteral());
    }

    @Test
    void failuresToConnectAreSentences() {
        Endpoint endpoint = Endpoint.of("broker", 5672);
        assertEquals(
                "Cannot connect to broker:5672: no route to the host; is it up, and is the network reachable?",
                TransportException.connectFailed(endpoint, new NoRouteToHostException("No route"))
                        .getMessage());
        assertEquals(
                "Cannot connect to broker:5672: Network is unreachable",
                TransportException.connectFailed(endpoint, new ConnectException("Network is unreachable"))
                        .getMessage());
        TransportException known = TransportException.connectTimedOut(endpoint);
        assertEquals(known, TransportException.connectFailed(endpoint, known));
    }
}
