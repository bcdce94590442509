// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import amqp.cli.document.DocumentReader;
import amqp.cli.document.Node;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.InputFile;
import amqp.client.ConnectionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Named profiles in YAML, see {@code docs/command/connect.md}. Whatever is wrong with the file is a
 * {@link CommandFailedException} that names the file and the place.
 */
public final class SettingsFile {
    private static final Path NO_PATH = Path.of("");

    private final Path file;
    private final Path home;
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private String defaultName = "";

    private SettingsFile(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    /**
     * Reads the file.
     *
     * @param home what a path that begins with {@code ~/} is relative to; others are relative to the file's folder
     */
    public static SettingsFile read(Path file, Path home) {
        SettingsFile settings = new SettingsFile(file, home);
        DocumentReader.read(new InputFile("--profile and AMQP_SETTINGS", file.toString()))
                .ifPresent(settings::take);
        return settings;
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

    private void take(Node document) {
        document.known("default", "profiles");
        document.members("profiles").forEach((name, node) -> profiles.put(name, profile(name, node)));
        defaultName = document.text("default", "");
        if (!defaultName.isEmpty() && !profiles.containsKey(defaultName)) {
            throw document.member("default").wrong("is \"" + defaultName + "\", and there is no such profile");
        }
    }

    private Profile profile(String name, Node node) {
        if (node.has("password")) {
            throw node.member("password")
                    .wrong("does not stand here; name a file that holds the password with password-file");
        }
        node.known("uri", "user", "password-file", "adapter", "ca", "cert", "key", "key-password-file", "sasl");
        return new Profile(
                name,
                uris(node),
                node.text("user", ""),
                path(node, "password-file"),
                node.text("adapter", ""),
                path(node, "ca"),
                path(node, "cert"),
                path(node, "key"),
                path(node, "key-password-file"),
                node.text("sasl", ""));
    }

    private List<String> uris(Node profile) {
        Node uri = profile.member("uri");
        List<String> uris = uri.value() instanceof List
                ? profile.elements("uri").stream().map(Node::text).toList()
                : List.of(uri.text());
        try {
            ConnectionOptions.ofUris(uris);
        } catch (IllegalArgumentException e) {
            throw uri.wrong("is wrong: " + e.getMessage());
        }
        if (uris.stream().anyMatch(text -> UserInfo.of(text).holdsSecret())) {
            PrivateFile.expectPrivate(file, "since a URI in it holds a password");
        }
        return uris;
    }

    private Path path(Node profile, String member) {
        String text = profile.text(member, "");
        if (text.isEmpty()) {
            return NO_PATH;
        }
        return text.startsWith("~/")
                ? home.resolve(text.substring(2))
                : file.toAbsolutePath().getParent().resolve(text);
    }
}
