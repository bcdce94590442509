// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.adapter.spi.Adapter;
import amqp.soak.findings.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Rounds on one adapter, one after the other. */
final class Interleaving implements AutoCloseable {
    private final TriedAdapter tried;
    private final Adapter adapter;
    private final LogWatch log = new LogWatch();
    private final Consumer<String> out;
    private final List<Long> failed = new ArrayList<>();
    private int rounds;
    private long operations;
    private long losses;

    /** @param out gets each round that failed, in words */
    Interleaving(TriedAdapter tried, Consumer<String> out) {
        this.tried = tried;
        this.adapter = tried.create();
        this.out = out;
    }

    /** Plays rounds for so long, each with the seed after the one before. */
    void run(Duration time, long firstSeed, List<Scenario> scenarios) {
        var end = System.nanoTime() + time.toNanos();
        for (var seed = firstSeed; System.nanoTime() - end < 0; seed++) {
            round(Scenario.any(scenarios, new SplittableRandom(seed)), seed);
        }
    }

    /** Plays one. */
    void round(Scenario scenario, long seed) {
        var findings = new Findings();
        log.watch(findings);
        try (var round = new Round(seed, adapter, findings)) {
            try {
                scenario.play(round);
            } catch (RuntimeException | Error e) {
                findings.add("The round broke off", e);
            }
            operations += round.account().operations();
            losses += round.losses();
        }
        rounds++;
        if (!findings.isEmpty()) {
            failed.add(seed);
            out.accept(tried + ", " + scenario + ", seed " + seed + ": " + findings);
        }
    }

    boolean isClean() {
        return failed.isEmpty();
    }

    @Override
    public void close() {
        adapter.close();
        log.close();
    }

    @Override
    public String toString() {
        return "%s: %d rounds, %d operations, %d losses, %d failed%s"
                .formatted(
                        tried, rounds, operations, losses, failed.size(), failed.isEmpty() ? "" : ", seeds " + failed);
    }
}
