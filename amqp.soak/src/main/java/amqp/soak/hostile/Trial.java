// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.client.CallTimeoutException;
import amqp.client.Connection;
import amqp.connection.CloseReason;
import amqp.soak.findings.Findings;
import amqp.testkit.Await;
import amqp.testkit.hostile.HostileBroker;
import amqp.testkit.hostile.HostileSession;
import amqp.testkit.hostile.Misbehaviour;
import amqp.testkit.hostile.Moment;
import amqp.testkit.hostile.Outcome;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** One misbehaviour at one application. */
final class Trial {
    private static final long ATTACK_SECONDS = 120;
    private static final int NO_CLOSE = -1;

    private final Misbehaviour what;
    private final Mode mode;
    private final CountingAdapter adapter;
    private final HostileBroker broker;
    private final Path authority;
    private final Findings findings;
    private final Outcome.Kind kind;

    /** Whether it happens to a connection that comes back. */
    private final boolean later;

    Trial(
            Misbehaviour what,
            Mode mode,
            CountingAdapter adapter,
            HostileBroker broker,
            Path authority,
            Findings findings) {
        this.what = what;
        this.mode = mode;
        this.adapter = adapter;
        this.broker = broker;
        this.authority = authority;
        this.findings = findings;
        this.kind = what.outcome().kind();
        this.later = mode == Mode.RECOVERED
                || mode == Mode.RECOVERING && what.moment().isInHandshake();
    }

    /** The connection that was attacked and has ended; null where there was none. */
    WeakReference<Connection> play() {
        var victim = new Victim(what, findings);
        broker.expect(what);
        if (!later) broker.arm(what);
        var opened = victim.open(adapter, broker.port(), authority, mode);
        if (later && opened) beginAgain(victim);
        else if (opened && victim.establish()) victim.act();
        await("it has begun", () -> broker.attacked() != null);
        if (!broker.awaitAttackOver(ATTACK_SECONDS)) findings.add("The attack does not end");
        victim.release();
        if (broker.attacked() != null) judge(victim, broker.attacked());
        return victim.end();
    }

    /** Loses what was built up, so that the misbehaviour meets the connection that comes back. */
    private void beginAgain(Victim victim) {
        victim.establish();
        broker.arm(what);
        broker.cutAll();
        if (!what.moment().needsNoCommand()) {
            victim.awaitRecovered(1);
            victim.act();
        }
    }

    private void judge(Victim victim, HostileSession session) {
        judgeWire(session);
        // Where it lets that pass, it still has to come back to what was there before.
        if (later && letsPass()) victim.awaitRecovered(1);
        switch (kind) {
            case GOES_ON -> {
                if (what.moment() != Moment.CHANNEL_CLOSING && victim.commandFailure() != null) {
                    findings.add("The command failed", victim.commandFailure());
                }
                victim.checkWorks(what.moment() != Moment.CHANNEL_CLOSING);
            }
            case CALL_TIMES_OUT -> judgeTimeout(victim);
            case CHANNEL_CLOSED_BY_PEER -> {
                if (mode == Mode.ONCE) {
                    expect(victim.channelEndReason(), CloseReason.ByPeer.class);
                }
                victim.checkWorks(false);
            }
            case ENDS -> {
                expect(victim.endReason(), CloseReason.ByApplication.class);
            }
            default -> {
                if (mode == Mode.ONCE) judgeReason(victim.endReason());
                else judgeComeback(victim, session);
            }
        }
        session.faults().forEach(fault -> findings.add("On the wire: " + fault));
    }

    private boolean letsPass() {
        return switch (kind) {
            case GOES_ON, CALL_TIMES_OUT, CHANNEL_CLOSED_BY_PEER -> true;
            default -> false;
        };
    }

    private void judgeTimeout(Victim victim) {
        var failure = victim.commandFailure();
        if (!meetsRecovery() && !(failure instanceof CallTimeoutException)) {
            findings.add("No time limit ended the command, but " + failure);
        }
        victim.checkWorks(false);
    }

    /** Whether it is a command of the recovery that it happens to, and not one of the application. */
    private boolean meetsRecovery() {
        return mode == Mode.RECOVERED && what.moment().needsNoCommand();
    }

    private void judgeWire(HostileSession session) {
        switch (kind) {
            case CLOSES ->
                await(
                        "connection.close " + what.outcome().code() + " is sent, not " + session.closeCode(),
                        () -> session.closeCode() == what.outcome().code());
            case CLOSED_BY_PEER -> await("connection.close-ok is sent", session::closeOkSeen);
            case CHANNEL_CLOSED_BY_PEER -> await("channel.close-ok is sent", session::channelCloseOkSeen);
            case DROPS, REFUSES, STEP_TIMES_OUT, HEARTBEAT_MISSED, LOST -> {
                await("the transport is gone", session::isEnded);
                if (session.closeCode() != NO_CLOSE) findings.add("connection.close " + session.closeCode());
            }
            case GOES_ON, CALL_TIMES_OUT -> {
                // The replies of a recovery are awaited together: a later one may come in place of the one that is
                // missing.
                var mayEnd = kind == Outcome.Kind.CALL_TIMES_OUT && meetsRecovery();
                if (session.isEnded() && !mayEnd) {
                    findings.add("The connection is gone, with close " + session.closeCode());
                }
            }
            case ENDS -> {}
        }
    }

    private void judgeReason(CloseReason reason) {
        switch (kind) {
            case CLOSES, DROPS -> expect(reason, CloseReason.PeerViolation.class);
            case REFUSES -> expect(reason, CloseReason.HandshakeRefused.class);
            case STEP_TIMES_OUT -> expect(reason, CloseReason.TimedOut.class);
            case HEARTBEAT_MISSED -> expect(reason, CloseReason.HeartbeatMissed.class);
            case CLOSED_BY_PEER -> expect(reason, CloseReason.ByPeer.class);
            default -> {
                if (!(reason instanceof CloseReason.TransportLost || reason instanceof CloseReason.LostAtLogin)) {
                    findings.add("The connection ended with " + reason);
                }
            }
        }
    }

    private void expect(CloseReason reason, Class<? extends CloseReason> expected) {
        var code = reason instanceof CloseReason.ByPeer peer
                ? peer.code()
                : reason instanceof CloseReason.PeerViolation violation ? violation.code() : 0;
        if (!expected.isInstance(reason)
                || kind != Outcome.Kind.ENDS && code != what.outcome().code()) {
            findings.add("It ended with " + reason + " and not with " + what.outcome());
        }
        if (reason != null) Told.check("the reason", reason.describe(), findings);
    }

    private void judgeComeback(Victim victim, HostileSession session) {
        await("the connection has ended", session::isEnded);
        victim.awaitRecovered(1);
        victim.establishAtLast();
        victim.checkWorks(true);
    }

    private void await(String condition, BooleanSupplier holds) {
        try {
            Await.until(Victim.DEADLINE, holds, () -> condition);
        } catch (AssertionError e) {
            findings.add("Not so: " + condition);
        }
    }
}
