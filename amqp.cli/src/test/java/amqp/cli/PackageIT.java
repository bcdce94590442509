// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import amqp.cli.demo.EmbeddedBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages of this build, unpacked and run. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class PackageIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path RUNTIME = TARGET.resolve("runtime");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path folder;

    private record Run(int status, String out, String err) {
        List<String> lines() {
            assertEquals(0, status, err);
            return out.lines().toList();
        }
    }

    private Run run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Run(status, Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    /** The folder that the package unpacks to. */
    private Path unpacked(String ending) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(TARGET.resolve("dist")), "this build made no packages");
        List<Path> fitting;
        try (Stream<Path> packages = Files.list(TARGET.resolve("dist"))) {
            fitting = packages.filter(file -> file.getFileName()
                            .toString()
                            .matches("amqp-[0-9.]+(-SNAPSHOT)?" + ending.replace(".", "\\.")))
                    .toList();
        }
        assertEquals(1, fitting.size(), "target/dist has not one package that ends with " + ending);
        String file = fitting.get(0).toString();
        if (ending.endsWith("zip")) {
            // The JDK's jar tool takes any zip, but drops what may be executed; whoever unpacks by it calls sh.
            ProcessBuilder jar = new ProcessBuilder(JAVA_HOME.resolve("bin/jar").toString(), "xf", file);
            assertEquals(0, jar.directory(folder.toFile()).inheritIO().start().waitFor());
            makeExecutable();
        } else {
            run(Map.of(), "tar", "-xzf", file, "-C", folder.toString()).lines();
        }
        try (Stream<Path> made = Files.list(folder)) {
            return made.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private void makeExecutable() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertTrue(file.toFile().setExecutable(true));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".tar.gz", ".zip", "-linux-x86_64.tar.gz", "-linux-x86_64.zip"})
    void aPackageRuns(String ending) throws IOException, InterruptedException {
        boolean image = ending.startsWith("-");
        assumeTrue(!image || Files.isDirectory(RUNTIME), "the JDK of this build cannot link a runtime");
        Path home = unpacked(ending);
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", image ? "/nonexistent" : JAVA_HOME.toString());
        String amqp = home.resolve("bin/amqp").toString();
        // The first run makes the archive, the second one uses it.
        for (int i = 0; i < 2; i++) {
            List<String> version = run(environment, amqp, "--version").lines();
            assertEquals(home.getFileName().toString().replaceFirst("amqp-", "amqp "), version.get(0));
        }
        assertArchive(environment, home, amqp);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            environment.put("AMQP_URI", broker.uri().toString());
            String pong = run(environment, amqp, "ping", "--json").out();
            assertTrue(pong.contains("\"address\":\"127.0.0.1:" + broker.port() + "\""), pong);
            List<String> demo = run(
                            environment, amqp, "demo", "--uri", broker.uri().toString(), "--messages", "50", "--json")
                    .lines();
            assertTrue(demo.stream().allMatch(line -> line.contains("\"result\":\"ok\"")), demo.toString());
        }
        Run wrong = run(environment, amqp, "pong");
        assertEquals(2, wrong.status());
        assertEquals(
                "amqp: Unmatched argument at index 0: 'pong'; did you mean ping?",
                wrong.err().lines().findFirst().orElse(""));
        assertFiles(home, image);
    }

    /** Made by the first run, and good: the JVM itself says so. */
    private void assertArchive(Map<String, String> environment, Path home, String amqp)
            throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            assertEquals(
                    1, files.filter(file -> file.toString().endsWith(".jsa")).count());
        }
        Map<String, String> printing = new HashMap<>(environment);
        printing.put("JDK_JAVA_OPTIONS", "-XX:+PrintSharedArchiveAndExit");
        Run run = run(printing, amqp, "--version");
        assertTrue((run.out() + run.err()).contains("archive is valid"), run.err());
    }

    private static void assertFiles(Path home, boolean image) {
        for (String file : List.of(
                "LICENSE",
                "README.txt",
                "THIRD-PARTY.md",
                "bin/amqp.bat",
                "man/man1/amqp.1",
                "man/man1/amqp-publish.1",
                "completion/amqp.bash",
                "lib/classes.lst")) {
            assertTrue(Files.isRegularFile(home.resolve(file)), file);
        }
        assertFalse(Files.exists(home.resolve("build.xml")));
        assertEquals(image, Files.isDirectory(home.resolve("runtime/legal")));
    }

    @Test
    @Tag("once")
    void theRuntimeHasTheModulesThatTheJarsAskFor() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(RUNTIME), "the JDK of this build cannot link a runtime");
        List<String> command = new ArrayList<>(List.of(
                JAVA_HOME.resolve("bin/jdeps").toString(),
                "-q",
                "--ignore-missing-deps",
                "--multi-release=17",
                "--print-module-deps",
                "--class-path",
                TARGET.resolve("lib") + "/*"));
        try (Stream<Path> jars = Files.list(file("lib"))) {
            // jdeps gives up where a module that is required is missing, as amqp-client is, which users bring along.
            jars.map(Path::toString)
                    .filter(name -> name.endsWith(".jar") && !name.contains("amqp.compat.rabbitmq"))
                    .forEach(command::add);
        }
        Set<String> missing = new HashSet<>(List.of(
                run(Map.of(), command.toArray(String[]::new)).out().strip().split(",")));
        String java = RUNTIME.resolve("bin/java").toString();
        missing.removeAll(run(Map.of(), java, "--list-modules").lines().stream()
                .map(module -> module.replaceFirst("@.*", ""))
                .collect(Collectors.toSet()));
        assertEquals(Set.of(), missing);
    }

    /** A file that the packages have. */
    private static Path file(String name) {
        Path files = TARGET.resolve("dist-files");
        assumeTrue(Files.isDirectory(files), "this build made no packages");
        return files.resolve(name);
    }

    @Test
    @Tag("once")
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        Path script = file("completion/amqp.bash");
        String complete =
                "source " + script + "; COMP_WORDS=(amqp %s); COMP_CWORD=%d; _complete_amqp; echo ${COMPREPLY[@]}";
        Run commands = run(Map.of(), "bash", "-c", complete.formatted("pub", 1));
        assertEquals("publish", commands.out().strip(), commands.err());
        Run options = run(Map.of(), "bash", "-c", complete.formatted("ping --prof", 2));
        assertEquals("--profile", options.out().strip(), options.err());
    }

    @Test
    @Tag("once")
    void manualPagesHaveNoWarnings() throws IOException, InterruptedException {
        try (Stream<Path> pages = Files.list(file("man/man1"))) {
            for (Path page : pages.toList()) {
                String text = Files.readString(page, UTF_8);
                assertTrue(text.startsWith(".TH \"AMQP"), page.toString());
                assertFalse(text.contains("${"), () -> "a variable of picocli is left in " + page);
                assertFalse(text.contains("@|"), () -> "markup of picocli is left in " + page);
            }
        }
    }
}
