// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "30,     PT30S",
        "30s,    PT30S",
        "0.25,   PT0.25S",
        ".5s,    PT0.5S",
        "500ms,  PT0.5S",
        "1.5ms,  PT0.0015S",
        "5m,     PT5M",
        "2h,     PT2H",
        "7d,     PT168H",
        "0,      PT0S",
        "36500d, PT876000H",
    })
    void secondsOrANumberWithItsUnit(String text, Duration expected) {
        assertEquals(expected, Times.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "+1", "1e3", "5.", "1.5.5", "30 s", "30S", "30sec", "1h30m", "NaN"})
    void anythingElseIsNoTime(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> Times.parse(text));
        assertTrue(failure.getMessage().startsWith("'" + text + "' is not a time"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "9999999999999999999999"})
    void beyondAHundredYearsIsTooLong(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> Times.parse(text));
        assertTrue(failure.getMessage().contains("too long a time"), failure.getMessage());
    }
}
