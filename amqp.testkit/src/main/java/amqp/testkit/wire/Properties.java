// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import static amqp.testkit.wire.ArgumentType.OCTET;
import static amqp.testkit.wire.ArgumentType.SHORTSTR;
import static amqp.testkit.wire.ArgumentType.TABLE;
import static amqp.testkit.wire.ArgumentType.TIMESTAMP;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of class basic: the first has flag bit 15, the next bit 14, and so on (specification §4.2.6.1). */
final class Properties {
    private static final List<Map.Entry<String, ArgumentType>> ALL = List.of(
            Map.entry("content-type", SHORTSTR),
            Map.entry("content-encoding", SHORTSTR),
            Map.entry("headers", TABLE),
            Map.entry("delivery-mode", OCTET),
            Map.entry("priority", OCTET),
            Map.entry("correlation-id", SHORTSTR),
            Map.entry("reply-to", SHORTSTR),
            Map.entry("expiration", SHORTSTR),
            Map.entry("message-id", SHORTSTR),
            Map.entry("timestamp", TIMESTAMP),
            Map.entry("type", SHORTSTR),
            Map.entry("user-id", SHORTSTR),
            Map.entry("app-id", SHORTSTR),
            Map.entry("cluster-id", SHORTSTR));

    private Properties() {}

    static Map<String, Object> read(OctetReader in) {
        var flags = in.shortInt();
        if ((flags & 1) != 0) throw new MalformedFrameException("Class basic has no second word of property flags.");
        var properties = new LinkedHashMap<String, Object>();
        for (var i = 0; i < ALL.size(); i++) {
            if ((flags >> 15 - i & 1) == 1) {
                properties.put(ALL.get(i).getKey(), ALL.get(i).getValue().read(in));
            }
        }
        return properties;
    }

    static void write(OctetWriter out, Map<String, ?> properties) {
        var flags = 0;
        var known = 0;
        for (var i = 0; i < ALL.size(); i++) {
            if (properties.containsKey(ALL.get(i).getKey())) {
                flags |= 1 << 15 - i;
                known++;
            }
        }
        if (known != properties.size()) {
            throw new IllegalArgumentException(
                    "Not all of these are properties of class basic: " + properties.keySet());
        }
        out.shortInt(flags);
        for (var property : ALL) {
            if (properties.containsKey(property.getKey())) {
                property.getValue().write(out, properties.get(property.getKey()));
            }
        }
    }
}
