// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.build.Javac;
import amqp.integration.build.LocalRepository;
import amqp.integration.build.Maven;
import amqp.integration.build.Pom;
import amqp.integration.build.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build compares a product with an earlier version of it: one that is made up, since nothing is released. */
class BaselineTest {
    private static final String PRODUCT = "amqp.heartbeat";
    private static final String TYPE = "HeartbeatMonitor.java";
    private static final String EARLIER = "0.0.1";
    private static final String COMPARE = "com.github.siom79.japicmp:japicmp-maven-plugin:cmp@baseline";

    @TempDir
    private Path folder;

    @Test
    void aMethodThatIsGoneFailsTheBuild() throws IOException {
        var command = compare(earlierWith("public void goneSince() {}"));
        assertNotEquals(0, command.status(), command.output());
        assertTrue(command.output().contains("goneSince"), command.output());
        assertTrue(command.output().contains("METHOD_REMOVED"), command.output());
    }

    @Test
    void whatNobodyOutsideSeesMayGo() throws IOException {
        compare(earlierWith("void goneInside() {}")).success();
    }

    @Test
    void nothingIsComparedWithoutABaseline() throws IOException {
        var command = run(earlierWith("public void goneSince() {}"));
        assertTrue(command.success().contains("japicmp skipped"), command.output());
    }

    @Test
    void everyProductIsCompared() {
        var root = Pom.of("");
        var plugins = "/project/profiles/profile[id='product']/build/plugins/plugin/";
        assertTrue(root.texts(plugins + "artifactId").contains("japicmp-maven-plugin"));
    }

    private Command compare(Path earlier) {
        return run(earlier, "-Dbaseline.version=" + EARLIER);
    }

    private Command run(Path earlier, String... options) {
        var repository = LocalRepository.ofThisBuild();
        repository.add(PRODUCT, EARLIER, earlier, "jar");
        var arguments = new ArrayList<>(List.of(options));
        arguments.add(COMPARE);
        return new Maven(repository).run(Reactor.ROOT.resolve(PRODUCT), arguments.toArray(String[]::new));
    }

    /** The product with one method more. */
    private Path earlierWith(String method) throws IOException {
        Path sources = Reactor.ROOT.resolve(PRODUCT).resolve("src/main/java");
        for (var file : Reactor.files(sources)) {
            if (!file.toString().endsWith(".java")) continue;
            var text = Reactor.text(file);
            if (file.endsWith(TYPE)) text = text.substring(0, text.lastIndexOf('}')) + method + "\n}\n";
            Javac.write(folder, Map.of("src/" + sources.relativize(file), text));
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var options = List.of("--module-path", Jars.other("jspecify-").toString());
        Javac.compiled(Reactor.files(folder.resolve("src")), options, classes);
        return Jars.pack(classes, Map.of(), folder.resolve("earlier.jar"));
    }
}
