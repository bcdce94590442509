// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.spi.Adapter;
import amqp.client.ConnectionOptions;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AmqpConnectionsTest {
    @Test
    void afterAnErrorTheNextCallTriesAgain() {
        var asked = new AtomicInteger();
        var adapter = (Adapter) Proxy.newProxyInstance(
                Adapter.class.getClassLoader(), new Class<?>[] {Adapter.class}, (self, method, arguments) -> {
                    throw new NoClassDefFoundError("attempt " + asked.incrementAndGet());
                });
        var options = ConnectionOptions.builder().adapter(adapter).build();
        var connections = new AmqpConnections(Map.of("default", options), Map.of());
        for (int attempt = 1; attempt <= 2; attempt++) {
            var thrown = assertThrows(NoClassDefFoundError.class, () -> connections.connection("default"));
            assertEquals("attempt " + attempt, thrown.getMessage());
        }
    }
}
