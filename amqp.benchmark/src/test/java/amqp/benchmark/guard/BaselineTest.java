// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.benchmark.guard.Baseline.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    private final Baseline before = new Baseline();
    private final Baseline now = new Baseline();

    @Test
    void survivesItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("guard.txt");
        before.put(Kind.BYTES, "echo-16,nio", 224.25);
        before.put(Kind.RATIO, "echo-16", 0.91);
        before.write(file);
        Baseline read = Baseline.read(file);
        assertEquals(before.toString(), read.toString());
        assertEquals(List.of(), read.worse(Kind.BYTES, before));
    }

    @Test
    void chanceIsNotWorse() {
        before.put(Kind.BYTES, "small", 0.5);
        now.put(Kind.BYTES, "small", 8.4);
        before.put(Kind.BYTES, "large", 1000);
        now.put(Kind.BYTES, "large", 1049);
        before.put(Kind.RATIO, "slow", 0.8);
        now.put(Kind.RATIO, "slow", 0.61);
        assertEquals(List.of(), now.worse(Kind.BYTES, before));
        assertEquals(List.of(), now.worse(Kind.RATIO, before));
    }

    @Test
    void whatIsWorseIsSaidWithBothFiguresAndTheCommand() {
        before.put(Kind.BYTES, "consume-16,nio", 104);
        now.put(Kind.BYTES, "consume-16,nio", 120);
        assertEquals(
                List.of(
                        "consume-16,nio has come to 120.00 bytes for each operation, from 104.00, where 112.00 is the most that"
                                + " chance explains: find what does it, or run bin/benchmark guard --update where it is meant."),
                now.worse(Kind.BYTES, before));
        before.put(Kind.RATIO, "echo-16", 0.8);
        now.put(Kind.RATIO, "echo-16", 0.5);
        assertTrue(now.worse(Kind.RATIO, before)
                .get(0)
                .startsWith("echo-16 has come to 0.50 of the floor's rate, from 0.80"));
    }

    @Test
    void whatIsNewOrGoneIsSaid() {
        before.put(Kind.BYTES, "old", 1);
        now.put(Kind.BYTES, "new", 2);
        List<String> sentences = now.worse(Kind.BYTES, before);
        assertTrue(sentences.get(0).startsWith("new has no figure yet"), sentences::toString);
        assertTrue(sentences.get(1).startsWith("old is measured no more"), sentences::toString);
    }
}
