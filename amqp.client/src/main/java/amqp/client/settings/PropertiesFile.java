// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Settings among properties. */
public final class PropertiesFile {
    private PropertiesFile() {}

    /**
     * The content of a properties file in UTF-8.
     *
     * @throws UncheckedIOException when the file can't be read
     */
    public static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the properties file " + file + " can't be read", e);
        } catch (IllegalArgumentException e) { // its message may show what stands in the file
            throw new IllegalArgumentException(
                    "the properties file " + file + " has a \\u that four hexadecimal digits don't follow");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /** The entries whose names begin with the prefix, without it. */
    public static Map<String, String> below(String prefix, Map<String, String> properties) {
        Map<String, String> settings = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                settings.put(name.substring(prefix.length()), value);
            }
        });
        return settings;
    }
}
