// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void passwordIsNotShown() {
        assertEquals(
                "Credentials[username=guest, password=hidden, lifetime=forever]",
                Credentials.of("guest", "s3cret").toString());
        assertEquals(
                "Credentials[username=guest, password=hidden, lifetime=PT10S]",
                new Credentials("guest", "s3cret", Duration.ofSeconds(10)).toString());
    }

    @Test
    void ordinaryCredentialsDoNotExpire() {
        assertFalse(Credentials.of("guest", "guest").expires());
        assertFalse(Credentials.NONE.expires());
        assertTrue(new Credentials("", "token", Duration.ofHours(1)).expires());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesLifetimeThatIsOver(long seconds) {
        var failure = assertThrows(
                IllegalArgumentException.class, () -> new Credentials("guest", "s3cret", Duration.ofSeconds(seconds)));
        assertFalse(failure.getMessage().contains("s3cret"), failure.getMessage());
    }

    @Test
    void saysWhenToAskForNewerOnes() {
        assertEquals(Credentials.FOREVER, Credentials.NONE.renewal());
        assertEquals(Duration.ofSeconds(8), new Credentials("", "token", Duration.ofSeconds(10)).renewal());
        assertEquals(
                Duration.ofMinutes(1), new Credentials("", "", Credentials.FOREVER, Duration.ofMinutes(1)).renewal());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Credentials("", "", Credentials.FOREVER, Duration.ofSeconds(0)));
    }

    @Test
    void refusesMissingParts() {
        assertThrows(NullPointerException.class, () -> Credentials.of(null, "guest"));
        assertThrows(NullPointerException.class, () -> Credentials.of("guest", null));
        assertThrows(NullPointerException.class, () -> new Credentials("guest", "guest", null));
    }

    @Test
    void fixedProviderGivesTheSameEveryTime() {
        var credentials = Credentials.of("guest", "guest");
        var provider = CredentialsProvider.of(credentials);
        assertSame(credentials, provider.credentials());
        assertSame(credentials, provider.replacing(credentials));
        assertFalse(provider.toString().contains("password"));
    }
}
