// SPDX-License-Identifier: MPL-2.0
package amqp.cli.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a URI says of who logs in.
 *
 * @param user empty when it says nothing
 */
public record UserInfo(String user, Optional<String> password) {
    /** RabbitMQ's own, no secret. */
    private static final UserInfo GUEST = new UserInfo("guest", Optional.of("guest"));

    /** Of a URI that the client takes. */
    public static UserInfo of(String uri) {
        String authority = uri.strip().replaceFirst("^[^:]*://", "").replaceFirst("[/?].*", "");
        int at = authority.lastIndexOf('@');
        if (at < 0) {
            return new UserInfo("", Optional.empty());
        }
        String[] parts = authority.substring(0, at).split(":", 2);
        return new UserInfo(
                decode(parts[0]),
                parts.length < 2 || parts[1].isEmpty() ? Optional.empty() : Optional.of(decode(parts[1])));
    }

    /** Whether there is a password that nobody else should see. */
    public boolean holdsSecret() {
        return password.isPresent() && !equals(GUEST);
    }

    /** A plus sign stands for itself. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
