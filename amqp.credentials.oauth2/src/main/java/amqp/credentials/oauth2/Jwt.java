// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** When a token expires, where it is a JSON Web Token (RFC 7519) that says so. Its signature is the broker's business. */
final class Jwt {
    private Jwt() {}

    /** How long it is valid from then on, negative when it has expired; empty where the token does not say. */
    static Optional<Duration> lifetime(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var expiry =
                    JsonFields.parse(Base64.getUrlDecoder().decode(parts[1])).seconds("exp");
            return expiry.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Duration.between(now, Instant.ofEpochSecond(expiry.getAsLong())));
        } catch (IllegalArgumentException | DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
