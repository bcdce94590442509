// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Maven that runs this build, once more, offline and with a local repository of the tests' own. */
public record Maven(LocalRepository repository) {

    public Command run(Path folder, String... arguments) {
        var command = new ArrayList<>(List.of(
                property("amqp.maven"), "--offline", "--batch-mode", "-Dmaven.repo.local=" + repository.folder()));
        command.addAll(List.of(arguments));
        return Command.run(folder, command, ENVIRONMENT);
    }

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "MAVEN_OPTS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "MAVEN_ARGS", "");

    public static String property(String name) {
        var value = System.getProperty(name);
        if (value == null) {
            throw new AssertionError("The system property " + name + " is missing: run this test with Maven.");
        }
        return value;
    }
}
