// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.testkit.VirtualClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final String WIPE = "\r\u001b[K";

    private final VirtualClock clock = VirtualClock.wrappingAfter(Duration.ofMillis(150));
    private final StringWriter text = new StringWriter();
    private final PrintWriter err = new PrintWriter(text);

    private Progress progress(boolean terminal) {
        return new Progress(err, "published", 10, terminal, clock::now);
    }

    @Test
    void isShownTenTimesASecondAndThenWiped() {
        try (Progress progress = progress(true)) {
            for (int i = 0; i < 10; i++) {
                progress.at(i);
                clock.advance(Duration.ofMillis(40));
            }
        }
        assertEquals(
                "\rpublished 3 of 10\u001b[K\rpublished 6 of 10\u001b[K\rpublished 9 of 10\u001b[K" + WIPE,
                text.toString());
    }

    @Test
    void aSentenceDoesNotStandBehindIt() {
        try (Progress progress = progress(true)) {
            clock.advance(Duration.ofMillis(100));
            progress.at(5);
            Failures.show(err, "connection lost");
            Failures.show(err, "connected again");
        }
        assertEquals(
                "\rpublished 5 of 10\u001b[K" + WIPE + "amqp: connection lost\namqp: connected again\n",
                text.toString());
    }

    @Test
    void whereThereIsNoTerminalNothingIsShown() {
        try (Progress progress = progress(false)) {
            clock.advance(Duration.ofSeconds(1));
            progress.at(5);
            Failures.show(err, "connection lost");
        }
        assertEquals("amqp: connection lost\n", text.toString());
    }
}
