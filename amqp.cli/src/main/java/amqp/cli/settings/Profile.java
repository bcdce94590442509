// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * How to connect, by a name in the settings file. Text is empty, and a path is {@code Path.of("")}, where the profile does
 * not say; other paths are absolute.
 *
 * @param uris all but the addresses is the same in each
 * @param user goes before the user of the URIs
 */
public record Profile(
        String name,
        List<String> uris,
        String user,
        Path passwordFile,
        String adapter,
        Path authorities,
        Path certificate,
        Path key,
        Path keyPasswordFile,
        String mechanisms) {

    private static final Path NO_PATH = Path.of("");

    /** URIs and nothing else. */
    public static Profile ofUris(List<String> uris) {
        return new Profile("", uris, "", NO_PATH, "", NO_PATH, NO_PATH, NO_PATH, NO_PATH, "");
    }
}
