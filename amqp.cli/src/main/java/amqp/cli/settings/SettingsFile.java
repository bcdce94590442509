// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import amqp.cli.terminal.CommandFailedException;
import amqp.client.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Named profiles in YAML, see {@code docs/command/connect.md}. Whatever is wrong with the file is a
 * {@link CommandFailedException} that names the file and the line.
 */
public final class SettingsFile {
    private static final Set<String> KEYS = new TreeSet<>(
            Set.of("uri", "user", "password-file", "adapter", "ca", "cert", "key", "key-password-file", "sasl"));

    private static final Path NO_PATH = Path.of("");

    private final Path file;
    private final Path home;
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private String defaultName = "";

    private SettingsFile(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    /** A value and the line where it stands. */
    private record Value(List<String> texts, int line) {}

    /**
     * Reads the file.
     *
     * @param home what a path that begins with {@code ~/} is relative to; others are relative to the file's folder
     */
    public static SettingsFile read(Path file, Path home) {
        SettingsFile settings = new SettingsFile(file, home);
        try (JsonParser parser = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .createParser(ObjectReadContext.empty(), Files.readString(file))) {
            settings.read(parser);
            return settings;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read the settings file \"" + file + "\": " + PrivateFile.reason(e), e);
        } catch (JacksonException e) {
            throw settings.wrong(Math.max(1, e.getLocation().getLineNr()), firstLine(e.getOriginalMessage()));
        }
    }

    /** The names of all profiles, in the order of the file. */
    public Set<String> names() {
        return profiles.keySet();
    }

    /** The profile with this name. */
    public Optional<Profile> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** The profile that is used where nothing else says where to connect. */
    public Optional<Profile> defaultProfile() {
        return profile(defaultName);
    }

    private void read(JsonParser parser) {
        if (parser.nextToken() == null) {
            return; // empty, or comments alone
        }
        int defaultLine = 0;
        expect(parser, JsonToken.START_OBJECT, "it must have \"profiles:\", and may have \"default:\"");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = line(parser);
            parser.nextToken();
            switch (name) {
                case "default" -> {
                    defaultName = text(parser, "default");
                    defaultLine = line;
                }
                case "profiles" -> readProfiles(parser);
                default -> throw wrong(line, "unknown entry \"" + name + "\"; there are default and profiles");
            }
        }
        if (parser.nextToken() != null) {
            throw wrong(line(parser), "something follows the end of the document");
        }
        if (!defaultName.isEmpty() && !profiles.containsKey(defaultName)) {
            throw wrong(defaultLine, "the default is \"" + defaultName + "\", and there is no such profile");
        }
    }

    private void readProfiles(JsonParser parser) {
        expect(parser, JsonToken.START_OBJECT, "\"profiles\" must be a map from names to settings");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = line(parser);
            parser.nextToken();
            profiles.put(name, profile(name, line, values(parser, name)));
        }
    }

    private Map<String, Value> values(JsonParser parser, String profile) {
        expect(parser, JsonToken.START_OBJECT, "the profile \"" + profile + "\" must be a map of settings");
        Map<String, Value> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = line(parser);
            if (!KEYS.contains(key)) {
                throw wrong(line, unknown(key));
            }
            JsonToken token = parser.nextToken();
            List<String> texts = new ArrayList<>();
            if (token == JsonToken.START_ARRAY && key.equals("uri")) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    texts.add(text(parser, key));
                }
            } else {
                texts.add(text(parser, key));
            }
            values.put(key, new Value(texts, line));
        }
        return values;
    }

    private static String unknown(String key) {
        return key.equals("password")
                ? "a password does not stand here; name a file that holds it with password-file"
                : "unknown setting \"" + key + "\"; there are " + String.join(", ", KEYS);
    }

    private Profile profile(String name, int line, Map<String, Value> values) {
        Value uri = values.get("uri");
        if (uri == null) {
            throw wrong(line, "the profile \"" + name + "\" has no uri");
        }
        try {
            ConnectionOptions.ofUris(uri.texts());
        } catch (IllegalArgumentException e) {
            throw wrong(uri.line(), e.getMessage());
        }
        if (uri.texts().stream().anyMatch(text -> UserInfo.of(text).holdsSecret())) {
            PrivateFile.expectPrivate(file, "since a URI in it holds a password");
        }
        return new Profile(
                name,
                uri.texts(),
                single(values, "user"),
                path(values, "password-file"),
                single(values, "adapter"),
                path(values, "ca"),
                path(values, "cert"),
                path(values, "key"),
                path(values, "key-password-file"),
                single(values, "sasl"));
    }

    private static String single(Map<String, Value> values, String key) {
        Value value = values.get(key);
        return value == null ? "" : value.texts().get(0);
    }

    private Path path(Map<String, Value> values, String key) {
        String text = single(values, key);
        if (text.isEmpty()) {
            return NO_PATH;
        }
        return text.startsWith("~/")
                ? home.resolve(text.substring(2))
                : file.toAbsolutePath().getParent().resolve(text);
    }

    private String text(JsonParser parser, String key) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw wrong(line(parser), "\"" + key + "\" is an alias (*name); write the value itself");
        }
        if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
            throw wrong(line(parser), "\"" + key + "\" must be a text");
        }
        return parser.getString();
    }

    private void expect(JsonParser parser, JsonToken token, String otherwise) {
        if (parser.currentToken() != token) {
            throw wrong(line(parser), otherwise);
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private CommandFailedException wrong(int line, String what) {
        return new CommandFailedException("the settings file \"" + file + "\", line " + line + ": " + what);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("not YAML");
    }
}
