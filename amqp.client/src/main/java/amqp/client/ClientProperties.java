// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.codec.FieldTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the client tells the broker of itself (specification §1.4.2.2); the engine adds its capabilities. */
final class ClientProperties {
    private static final String VERSION = version();

    private ClientProperties() {}

    private static String version() {
        try (var resource = ClientProperties.class.getResourceAsStream("version.txt")) {
            return new String(resource.readAllBytes(), UTF_8).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param connectionName empty for none
     * @param own the application's, which win
     */
    static FieldTable of(String connectionName, Map<String, ?> own) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("product", "AMQP SDK for Java");
        properties.put("version", VERSION);
        properties.put("platform", "Java");
        properties.put("information", "AMQP 0-9-1, MPL-2.0");
        if (!connectionName.isEmpty()) {
            properties.put("connection_name", connectionName);
        }
        properties.putAll(own);
        return FieldTable.of(properties);
    }
}
