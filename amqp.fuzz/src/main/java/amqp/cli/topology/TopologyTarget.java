// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.document.DocumentReader;
import amqp.cli.terminal.CommandFailedException;
import java.nio.charset.StandardCharsets;

/** Any text as a topology file: what it asks for, or a {@link CommandFailedException} that names the file. */
public final class TopologyTarget {
    private static final String FILE = "input";

    private TopologyTarget() {}

    /** Reads it. */
    public static void run(byte[] octets) {
        try {
            var document = DocumentReader.parse(FILE, new String(octets, StandardCharsets.UTF_8));
            Topology topology = Topology.of(FILE, document, "", "/");
            topology.referenced().forEach(Entity::toString);
            topology.entities().forEach(Entity::toString);
        } catch (CommandFailedException refused) {
            if (!refused.getMessage().startsWith("\"" + FILE + "\"")) {
                throw new AssertionError("the file is not named", refused);
            }
        }
    }
}
