// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors complete: names with descriptions, and none of {@code spring.rabbitmq} that Spring Boot does not have. */
class MetadataTest {
    private static final String FILE = "META-INF/spring-configuration-metadata.json";

    @Test
    void allPropertiesAreDescribed() throws IOException {
        var silent = properties(AmqpConnections.class)
                .filter(property -> property.path("description").asString().isEmpty())
                .map(MetadataTest::name)
                .toList();
        assertEquals(List.of(), silent);
    }

    @Test
    void namesOfSpringBootAreItsOwn() throws IOException {
        var boots = properties(RabbitConnectionDetails.class)
                .map(MetadataTest::name)
                .collect(Collectors.toSet());
        Set<String> unknown = properties(AmqpConnections.class)
                .map(MetadataTest::name)
                .filter(name -> name.startsWith("spring."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(unknown.size() > 30, unknown::toString);
        unknown.removeAll(boots);
        assertEquals(Set.of(), unknown);
    }

    /** The names of the properties of this module. */
    static Set<String> names() throws IOException {
        return properties(AmqpConnections.class).map(MetadataTest::name).collect(Collectors.toSet());
    }

    private static java.util.stream.Stream<JsonNode> properties(Class<?> ofJar) throws IOException {
        var place = ofJar.getProtectionDomain().getCodeSource().getLocation().toString();
        var file = place.endsWith(".jar") ? "jar:" + place + "!/" + FILE : place + FILE;
        try (var in = java.net.URI.create(file).toURL().openStream()) {
            var properties = new JsonMapper().readTree(in).path("properties");
            return StreamSupport.stream(properties.spliterator(), false);
        }
    }

    private static String name(JsonNode property) {
        return property.path("name").asString();
    }
}
