// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.FieldTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the client tells the broker of itself (specification §1.4.2.2); the engine adds its capabilities. */
final class ClientProperties {
    private ClientProperties() {}

    /**
     * @param connectionName empty for none
     * @param own the application's, which win
     */
    static FieldTable of(String connectionName, Map<String, ?> own) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("product", "AMQP SDK for Java");
        properties.put("platform", "Java");
        properties.put("information", "AMQP 0-9-1, MPL-2.0");
        if (!connectionName.isEmpty()) {
            properties.put("connection_name", connectionName);
        }
        properties.putAll(own);
        return FieldTable.of(properties);
    }
}
