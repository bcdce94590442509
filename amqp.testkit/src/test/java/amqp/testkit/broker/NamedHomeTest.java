// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who names a broker does not get green tests without it. */
class NamedHomeTest {
    @TempDir
    Path folder;

    @Test
    void aFolderWithoutABrokerIsRefused() {
        var refused = assertThrows(IllegalStateException.class, () -> RabbitMqNode.isInstalled(folder));
        assertEquals(
                "There is no RabbitMQ in " + folder
                        + ", which amqp.rabbitmq.home (or AMQP_RABBITMQ4_HOME) names: it has no "
                        + "bin/rabbitmq-server that can be run. Name a folder that has one, such as bin/rabbitmq4 makes, or "
                        + "none for the installed package.",
                refused.getMessage());
    }

    @Test
    void aFolderWithABrokerIsTaken() throws IOException {
        Path server = Files.createDirectories(folder.resolve("bin")).resolve("rabbitmq-server");
        assertTrue(Files.createFile(server).toFile().setExecutable(true));
        assertTrue(RabbitMqNode.isInstalled(folder));
    }
}
