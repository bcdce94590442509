// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.PublishCallback;
import amqp.connection.Verdict;
import amqp.soak.findings.Findings;
import java.util.concurrent.atomic.AtomicInteger;

/** A publish in confirm mode: it gets exactly one verdict, or none when it was refused at once. */
final class Awaited implements PublishCallback {
    private final Findings findings;
    private final String message;
    private final AtomicInteger verdicts = new AtomicInteger();
    private volatile boolean accepted;

    Awaited(Findings findings, String message) {
        this.findings = findings;
        this.message = message;
    }

    void accepted() {
        accepted = true;
    }

    @Override
    public void settled(Verdict verdict) {
        if (verdicts.incrementAndGet() > 1) findings.add(this + " got a second verdict, " + verdict);
    }

    boolean isDue() {
        return accepted && verdicts.get() == 0;
    }

    /** A verdict for what was not even taken. */
    boolean isGhost() {
        return !accepted && verdicts.get() > 0;
    }

    @Override
    public String toString() {
        return "message " + message;
    }
}
