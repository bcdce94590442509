// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.settings.Setting;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} and the code say the same. */
class SettingsDocumentTest {
    /** What the document says in words: several URIs, one address, an object. */
    private static final Set<String> WITHOUT_A_NAME = Set.of(
            "observer",
            "onCallbackFailure",
            "reconnectionListener",
            "uris",
            "address",
            "host",
            "port",
            "executor",
            "completionExecutor",
            "settings",
            "build");

    private final List<List<String>> rows = rows();

    private static List<List<String>> rows() {
        Path module = Path.of(System.getProperty("basedir", "."));
        try (Stream<String> lines =
                Files.lines(module.toAbsolutePath().normalize().resolveSibling("docs/settings.md"))) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> Arrays.stream(line.split("\\|"))
                            .skip(1)
                            .map(cell -> cell.strip().replace("`", ""))
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("docs/settings.md can't be read", e);
        }
    }

    private static String row(Setting<?> setting) {
        return setting.title() + " | " + setting.unit() + " | " + (setting.inUri() ? "yes" : "no");
    }

    @Test
    void eachSettingHasItsRowWithItsUnit() {
        assertEquals(
                Setting.all().stream().map(SettingsDocumentTest::row).collect(Collectors.joining("\n")),
                rows.stream().map(row -> String.join(" | ", row.subList(0, 3))).collect(Collectors.joining("\n")));
    }

    @Test
    void eachMethodOfTheBuilderHasAName() {
        Set<String> methods = Arrays.stream(ConnectionOptions.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !WITHOUT_A_NAME.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(methods, rows.stream().map(row -> row.get(4)).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The defaults that are values: setting them changes nothing. */
    @Test
    void theDefaultsAreTheDefaults() {
        Map<String, String> defaults = rows.stream()
                .filter(row -> !Set.of("–", "the host", "the preferred one").contains(row.get(3)))
                .filter(row -> !row.get(0).equals("verify")) // needs TLS
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(3)));
        assertEquals(39, defaults.size());
        ConnectionOptions named = ConnectionOptions.ofProperties(defaults);
        ConnectionOptions usual = ConnectionOptions.builder().build();
        assertEquals(SettingsTest.view(usual), SettingsTest.view(named));
    }
}
