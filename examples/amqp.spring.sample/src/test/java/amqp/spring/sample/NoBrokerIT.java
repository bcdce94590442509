// SPDX-License-Identifier: MPL-2.0
package amqp.spring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.RefusingPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application where no broker listens: it says why it does not start and what to look at, and ends. */
class NoBrokerIT {
    @TempDir
    private Path folder;

    @Test
    void saysInAFewLinesWhyItDoesNotStart() throws Exception {
        try (var nobody = new RefusingPort()) {
            var shop = start("--spring.rabbitmq.addresses=127.0.0.1:" + nobody.port());
            try {
                assertTrue(shop.waitFor(60, TimeUnit.SECONDS), "it did not end");
            } finally {
                shop.destroyForcibly();
            }
            var log = Files.readString(folder.resolve("log"));
            assertEquals(1, shop.exitValue(), log);
            assertTrue(log.contains("Cannot connect to 127.0.0.1:" + nobody.port() + ": connection refused"), log);
            assertTrue(log.contains("Action:"), log);
            assertTrue(log.contains("spring.rabbitmq.addresses"), log);
            assertFalse(log.contains("\tat "), log);
        }
    }

    private Process start(String argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("amqp.sample"),
                        argument)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
