// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.soak.findings.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few seconds on each adapter; {@code bin/interleave} goes on for minutes. */
class InterleavingTest {
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final List<Scenario> ALL = List.of(Scenario.values());

    @Tag("once")
    @ParameterizedTest
    @EnumSource
    void whatMeetsALossComesToItsEnd(TriedAdapter adapter) {
        var seed = System.nanoTime();
        List<String> failed = new ArrayList<>();
        try (var interleaving = new Interleaving(adapter, failed::add)) {
            for (var scenario : ALL) interleaving.round(scenario, seed++);
            interleaving.run(TIME, seed, ALL);
            assertEquals(List.of(), failed, interleaving.toString());
        }
    }

    @Test
    void whatDoesNotComeToItsEndIsFound() {
        var findings = new Findings();
        var account = new Account(findings);
        var stage = new CompletableFuture<Void>();
        account.expect("a call", stage);
        assertEquals("1 of 1 stages without an end (a call) ", account.missing());
        stage.completeExceptionally(new IllegalStateException("wrong"));
        assertEquals("", account.missing());
        var consumer = new Watched(findings, "consumer 1");
        consumer.onInterrupted(null);
        consumer.onCancelOk("tag");
        consumer.onResumed("tag");
        assertEquals(2, findings.all().size(), findings.toString());
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> InterleaveOptions.parse(List.of("--minutes")));
        assertThrows(IllegalArgumentException.class, () -> InterleaveOptions.parse(List.of("--adapter", "none")));
        assertThrows(IllegalArgumentException.class, () -> InterleaveOptions.parse(List.of("--scenario", "none")));
        assertThrows(IllegalArgumentException.class, () -> InterleaveOptions.parse(List.of("--hours", "1")));
    }
}
