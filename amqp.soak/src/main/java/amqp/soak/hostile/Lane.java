// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.adapter.tck.TestCertificates;
import amqp.client.Connection;
import amqp.soak.findings.Findings;
import amqp.testkit.hostile.Catalogue;
import amqp.testkit.hostile.HostileBroker;
import amqp.testkit.hostile.Misbehaviour;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Trials on one adapter, one after the other, with a healthy connection beside them all the time. */
final class Lane implements AutoCloseable {
    /** What a loop may hand to another connection while something waits: less than a socket's buffer holds in slices. */
    private static final long MOST_TURNS = 256;

    /** Of the processor, for 32 KiB of octets. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    /** What TLS, failures and channels bring with them. */
    private static final List<String> FIRST =
            List.of("tls-wrong-host", "tls-bad-frame-inside", "declare-ok-huge-counts");

    private final TriedAdapter tried;
    private final CountingAdapter adapter;
    private final TestCertificates certificates = TestCertificates.create();
    private final HostileBroker broker;
    private final Healthy healthy;
    private final Log log = new Log();
    private final Consumer<String> out;
    private final boolean verbose;
    private final List<String> failed = new ArrayList<>();
    private final Resources atFirst;
    private int trials;
    private long latest;
    private Duration longest = Duration.ZERO;

    /**
     * @param verbose whether each trial is told
     * @param out gets each trial that failed, in words
     */
    Lane(TriedAdapter tried, boolean verbose, Consumer<String> out) {
        this.verbose = verbose;
        this.tried = tried;
        this.out = out;
        adapter = new CountingAdapter(tried.create());
        broker = HostileBroker.start(certificates, () -> 0);
        adapter.count(broker.port());
        healthy = new Healthy(adapter, certificates);
        warmUp();
        atFirst = Resources.now();
    }

    /** Classes are loaded and threads are there that come with the first connection and stay. */
    private void warmUp() {
        for (var mode : Mode.values()) {
            for (var name : FIRST) warmUp(name, mode);
        }
    }

    /** Its findings do not count: the same is tried when its turn comes. */
    private void warmUp(String name, Mode mode) {
        try {
            play(Catalogue.named(name), mode, new Findings());
        } catch (RuntimeException | AssertionError e) {
            out.accept("%s, %s, %s, to warm up, broke off: %s".formatted(tried, mode, name, e));
        }
    }

    void trial(Misbehaviour what, Mode mode) {
        var begun = System.nanoTime();
        var findings = new Findings();
        log.watch(findings);
        healthy.takeLatest();
        adapter.takeLongest();
        try {
            var ended = play(what, mode, findings);
            healthy.awaitMore(findings);
            atFirst.checkGone(findings);
            atFirst.checkMemory(ended, findings);
        } catch (RuntimeException | Error e) {
            findings.add("The trial broke off", e);
        }
        checkLoop(findings);
        trials++;
        if (verbose) {
            out.accept("%s, %s, %s: %d ms".formatted(tried, mode, what, (System.nanoTime() - begun) / 1_000_000));
        }
        if (!findings.isEmpty()) {
            failed.add(what.name() + "/" + mode);
            out.accept("FAILED %s, %s, %s (%s): %s".formatted(tried, mode, what, what.outcome(), findings));
        }
    }

    private WeakReference<Connection> play(Misbehaviour what, Mode mode, Findings findings) {
        return new Trial(what, mode, adapter, broker, certificates.authority(), findings).play();
    }

    private void checkLoop(Findings findings) {
        var late = healthy.takeLatest();
        var turn = adapter.takeLongest();
        if (tried.sharesThread() && late > MOST_TURNS) {
            findings.add("The healthy connection waited " + late + " turns of the other one");
        }
        if (turn.compareTo(LONGEST_TURN) > 0) findings.add("One turn took " + turn.toMillis() + " ms of the processor");
        latest = Math.max(latest, late);
        if (turn.compareTo(longest) > 0) longest = turn;
    }

    boolean isClean() {
        return failed.isEmpty();
    }

    @Override
    public void close() {
        healthy.close();
        broker.close();
        adapter.close();
        certificates.close();
        log.close();
    }

    @Override
    public String toString() {
        return "%s: %d trials, %d echoes of the healthy connection, at most %d turns late, longest turn %d ms, %d failed%s"
                .formatted(
                        tried,
                        trials,
                        healthy.echoes(),
                        latest,
                        longest.toMillis(),
                        failed.size(),
                        failed.isEmpty() ? "" : " " + failed);
    }
}
