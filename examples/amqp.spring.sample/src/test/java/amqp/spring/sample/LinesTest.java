// SPDX-License-Identifier: MPL-2.0
package amqp.spring.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How long the application is beside the same with Spring AMQP, as the page about Spring Boot says it. */
class LinesTest {
    @Test
    void thePageSaysHowManyThereAre() throws IOException {
        var lines = lines("main/java/amqp/spring/sample/Shop.java") + " lines beside "
                + lines("test/java/amqp/spring/sample/peer/Shop.java");
        assertTrue(Files.readString(Path.of("../../docs/guide/spring.md")).contains(lines), lines);
    }

    /** Without blank ones, comments and imports. */
    private static long lines(String file) throws IOException {
        return Files.readAllLines(Path.of("src", file)).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("import "))
                .filter(line -> !line.startsWith("/") && !line.startsWith("*"))
                .count();
    }
}
