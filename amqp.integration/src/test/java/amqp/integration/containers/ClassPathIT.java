// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.support.Brokers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a plain class path, in a JVM that has only the jars of an application. */
class ClassPathIT {
    @TempDir
    private static Path folder;

    @Test
    void everyAdapterCarriesTheSampleProgram() {
        assertEquals(SampleProgram.lines(Jars.adapters()), run(Jars.adapters()));
    }

    private static Set<String> run(Set<String> adapters) {
        var modules = new TreeSet<>(adapters);
        modules.add("amqp.client");
        var jars = new ArrayList<>(Jars.with(modules));
        jars.add(SampleProgram.jar(folder));
        var uri = Brokers.main().uri().toString();
        var command = new ArrayList<>(List.of(Command.tool("java"), "-cp", Jars.path(jars)));
        // Netty loads libraries, at which later JVMs warn.
        if (Runtime.version().feature() >= 24) command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(SampleProgram.MAIN, uri));
        return SampleProgram.written(Command.run(folder, command));
    }
}
