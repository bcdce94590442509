// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalTest {
    @ParameterizedTest
    @CsvSource({"PT10M,PT8M", "PT1H,PT48M", "PT2.5S,PT2S", "PT1.25S,PT1S", "PT1S,PT1S", "PT0S,PT1S", "PT-5S,PT1S"})
    void atFourFifthsButNotTooOften(Duration remaining, Duration delay) {
        assertEquals(delay, Renewal.DEFAULT.delay(remaining));
    }

    @Test
    void failedRenewalsComeCloserTogetherAndThenKeepTheirDistance() {
        var remaining = Duration.ofSeconds(100);
        var expected = new long[] {80, 16, 3};
        for (var seconds : expected) {
            var delay = Renewal.DEFAULT.delay(remaining);
            assertEquals(seconds, delay.getSeconds());
            remaining = remaining.minus(delay);
        }
        assertEquals(Duration.ofSeconds(1), Renewal.DEFAULT.delay(remaining));
    }

    @Test
    void otherShareAndDistance() {
        var renewal = new Renewal(0.5, 0, Duration.ofMillis(10));
        assertEquals(Duration.ofMillis(250), renewal.delay(Duration.ofMillis(500)));
        assertEquals(Duration.ofMillis(10), renewal.delay(Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @CsvSource({"0,PT50S", "0.5,PT60S", "0.999999,PT69.999S"})
    void jitterSpreadsRenewalsOverTheRest(double drawn, Duration delay) {
        var renewal = new Renewal(0.5, 0.4, Duration.ofSeconds(1));
        assertEquals(delay, renewal.delay(Duration.ofSeconds(100), fixed(drawn)));
    }

    private static RandomGenerator fixed(double drawn) {
        return () -> (long) (drawn * (1L << 53)) << 11;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesJitter(double jitter) {
        assertThrows(IllegalArgumentException.class, () -> new Renewal(0.8, jitter, Duration.ofSeconds(1)));
    }

    @Test
    void whatDoesNotExpireIsNotRenewed() {
        assertEquals(Credentials.FOREVER, Renewal.DEFAULT.delay(Credentials.FOREVER));
        assertEquals(Credentials.FOREVER, Renewal.DEFAULT.delay(Credentials.FOREVER, fixed(0.5)));
    }

    @Test
    void longestLifetimeDoesNotOverflow() {
        var delay = Renewal.DEFAULT.delay(Duration.ofSeconds(Long.MAX_VALUE - 1));
        assertTrue(delay.compareTo(Duration.ofDays(365)) > 0, delay.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void refusesShare(double share) {
        assertThrows(IllegalArgumentException.class, () -> new Renewal(share, 0, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesDistance(long seconds) {
        assertThrows(IllegalArgumentException.class, () -> new Renewal(0.8, 0, Duration.ofSeconds(seconds)));
    }
}
