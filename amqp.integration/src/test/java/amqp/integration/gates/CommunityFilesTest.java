// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Reactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What GitHub reads is well-formed, and the commands, modules and files that it names are there. */
class CommunityFilesTest {
    private static final Path FOLDER = Reactor.ROOT.resolve(".github");
    private static final Pattern COMMAND = Pattern.compile("(?:^|\\s)(?:\\./)?((?:bin|\\.ci)/[\\w-]+|mvnw)\\b");
    private static final Pattern LEFT_OUT = Pattern.compile("!([\\w./]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
    private static final List<String> DOCUMENTS = List.of(
            "CHANGELOG.md",
            "CODE_OF_CONDUCT.md",
            "CONTRIBUTING.md",
            "RELEASING.md",
            "SECURITY.md",
            "THIRD-PARTY.md",
            "docs/versioning.md",
            "docs/native-image.md");

    static Stream<Path> yamlFiles() {
        return Reactor.files(FOLDER).stream().filter(file -> file.toString().endsWith(".yml"));
    }

    @ParameterizedTest
    @MethodSource("yamlFiles")
    void isYaml(Path file) {
        assertTrue(read(file).isObject(), file::toString);
    }

    @Test
    void eachJobSaysWhereItRunsAndForHowLong() {
        for (var job : jobs()) {
            assertTrue(job.has("runs-on") && job.has("timeout-minutes"), job::toString);
            for (var step : job.path("steps")) assertTrue(step.has("run") != step.has("uses"), step::toString);
        }
    }

    @Test
    void actionsHaveVersions() {
        for (var step : steps()) {
            var uses = step.path("uses").asString("");
            assertTrue(uses.isEmpty() || uses.matches("[\\w-]+/[\\w-]+@v\\d+(\\.\\d+)*"), uses);
        }
    }

    @Test
    void commandsAndModulesAreThere() {
        var named = new ArrayList<String>();
        for (var step : steps()) {
            var run = step.path("run").asString("");
            COMMAND.matcher(run).results().map(found -> found.group(1)).forEach(named::add);
            LEFT_OUT.matcher(run).results().map(found -> found.group(1)).forEach(named::add);
        }
        assertTrue(named.containsAll(List.of("mvnw", ".ci/run", "bin/release", "bin/native-image")), named::toString);
        for (var name : named) assertTrue(Files.exists(Reactor.ROOT.resolve(name)), name);
    }

    /** The versions of Java and RabbitMQ that docs/versioning.md promises. */
    @Test
    void theMatrixHasWhatIsSupported() {
        var workflow = read(FOLDER.resolve("workflows/build.yml"));
        for (var job : List.of("unit", "broker")) {
            assertEquals(
                    "[\"17\",\"21\",\"25\"]",
                    workflow.at("/jobs/" + job + "/strategy/matrix/java").toString());
        }
        var systems = workflow.at("/jobs/unit/strategy/matrix/os").toString();
        for (var system : List.of("ubuntu", "macos", "windows")) assertTrue(systems.contains(system), systems);
        var brokers = workflow.at("/jobs/broker/strategy/matrix/rabbitmq").toString();
        assertTrue(brokers.contains("\"3.13\"") && brokers.contains("\"4."), brokers);
    }

    @Test
    void formsHaveWhatGitHubAsksFor() {
        for (var form : List.of("bug.yml", "feature.yml")) {
            var read = read(FOLDER.resolve("ISSUE_TEMPLATE").resolve(form));
            for (var key : List.of("name", "description", "body")) assertTrue(read.has(key), form + " lacks " + key);
            var ids = new ArrayList<String>();
            for (var element : read.path("body")) {
                ids.add(element.path("id").asString());
                assertFalse(element.at("/attributes/label").asString("").isEmpty(), element::toString);
            }
            assertEquals(ids.stream().distinct().toList(), ids);
        }
    }

    @Test
    void linksLeadSomewhere() {
        for (var document : DOCUMENTS) {
            var file = Reactor.ROOT.resolve(document);
            LINK.matcher(Reactor.text(file))
                    .results()
                    .map(CommunityFilesTest::target)
                    .forEach(target -> assertTrue(
                            Files.exists(file.getParent().resolve(target)), document + " links to " + target));
        }
    }

    private static String target(MatchResult link) {
        return link.group(1);
    }

    private static List<JsonNode> jobs() {
        return Reactor.files(FOLDER.resolve("workflows")).stream()
                .flatMap(file -> read(file).path("jobs").values().stream())
                .toList();
    }

    private static List<JsonNode> steps() {
        return jobs().stream()
                .flatMap(job -> job.path("steps").values().stream())
                .toList();
    }

    private static JsonNode read(Path file) {
        return new YAMLMapper().readTree(file.toFile());
    }
}
