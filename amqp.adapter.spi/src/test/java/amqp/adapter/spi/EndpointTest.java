// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of("h", 1).withConnectTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> SocketOptions.DEFAULTS.withSendBuffer(-1));
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
