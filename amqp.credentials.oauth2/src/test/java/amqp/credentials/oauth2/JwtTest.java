// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @Test
    void theExpiryIsRead() {
        assertEquals(Optional.of(Duration.ofSeconds(90)), Jwt.lifetime(Jwts.expiringAt(NOW.plusSeconds(90)), NOW));
        assertEquals(Optional.of(Duration.ofSeconds(-5)), Jwt.lifetime(Jwts.expiringAt(NOW.minusSeconds(5)), NOW));
        assertEquals(Optional.of(Duration.ofSeconds(1)), Jwt.lifetime(withClaims("{\"exp\": 1800000001.5}"), NOW));
        assertEquals(Optional.empty(), Jwt.lifetime(Jwts.eternal(), NOW));
    }

    private static String withClaims(String claims) {
        return "a." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".c";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "password", "a.b", "a.b.c", "a.b.c.d", "..", "a.%.c", "192.168.1"})
    void whatIsNoTokenDoesNotSay(String password) {
        assertEquals(Optional.empty(), Jwt.lifetime(password, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"exp\": \"soon\"}", "{\"exp\": 1e300}", "{\"exp\": null}", "{\"exp\": {}}"})
    void claimsThatAreNonsenseDoNotSay(String claims) {
        assertEquals(Optional.empty(), Jwt.lifetime(withClaims(claims), NOW));
    }
}
