// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.connection.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
    @TempDir
    private Path folder;

    @Tag("once-per-broker")
    @EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
    @Test
    void aFewSecondsLoseNothing() throws IOException {
        var report = Soak.run(SoakOptions.parse(
                List.of("--minutes", "0.1", "--seed", "7", "--adapter", "nio", "--out", folder.toString())));
        var text = report.text();
        assertFalse(report.strikes().isEmpty(), text);
        assertTrue(text.contains("lost 0"), text);
        assertTrue(report.churn().connections() > 0, text);
        assertEquals(
                report.samples().size() + 1,
                Files.readAllLines(folder.resolve("soak.csv")).size());
        assertTrue(Files.readString(folder.resolve("soak.svg")).contains("file descriptors"));
    }

    @Test
    void growthIsSeen() {
        var flat = List.of(sample(0, 90), sample(1, 50), sample(2, 52), sample(3, 51));
        assertTrue(Sample.Figure.HEAP.isFlat(flat));
        var growing = List.of(sample(0, 40), sample(1, 50), sample(2, 60), sample(3, 70));
        assertFalse(Sample.Figure.HEAP.isFlat(growing));
    }

    private static Sample sample(double seconds, double heap) {
        return new Sample(seconds, heap, 10, 10, 5);
    }

    @Test
    void accountTellsWhatIsMissingAndWhatCameTwice() {
        var account = new Account();
        var line = account.openLine();
        for (var i = 0; i < 4; i++) account.sent();
        for (var i = 0; i < 3; i++) account.settled(line, i, Verdict.ACKED);
        account.consumed(Account.mark(line, 1, Account.MARK), false);
        account.consumed(Account.mark(line, 0, Account.MARK), false);
        account.consumed(Account.mark(line, 0, Account.MARK), true);
        account.consumed(Account.mark(line, 1, Account.MARK), false);
        assertEquals(1, account.missing());
        assertEquals(1, account.unsettled());
        assertEquals(2, account.consumed());
        assertEquals(1, account.redelivered());
        assertEquals(1, account.duplicates());
        assertEquals(1, account.outOfOrder());
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SoakOptions.parse(List.of("--minutes")));
        assertThrows(IllegalArgumentException.class, () -> SoakOptions.parse(List.of("--hours", "1")));
        assertTrue(SoakOptions.parse(List.of("--cluster", "--minutes", "0.5")).cluster());
    }
}
