// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.IDLE;
import static amqp.testkit.hostile.Octets.CONTROLS;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.message;
import static amqp.testkit.hostile.Octets.method;
import static amqp.testkit.hostile.Octets.repeated;
import static amqp.testkit.hostile.Outcome.goesOn;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** More than anybody needs, at slow applications and at clients that are not read from; and alarms. */
final class FloodMisbehaviours {
    private static final byte[] FLOWS =
            BrokerFrames.concat(method("channel.flow", false), method("channel.flow", true));
    private static final byte[] ALARMS = BrokerFrames.concat(blocked("alarm"), unblocked());
    private static final byte[] CANCEL = method("basic.cancel", "nobody", false);

    private final List<Misbehaviour> all = new ArrayList<>();

    private FloodMisbehaviours() {}

    static List<Misbehaviour> all() {
        var floods = new FloodMisbehaviours();
        floods.flow();
        floods.alarms();
        floods.unread();
        floods.slowApplications();
        return floods.all;
    }

    private static byte[] blocked(Object reason) {
        return BrokerFrames.method(0, "connection.blocked", reason);
    }

    private static byte[] unblocked() {
        return BrokerFrames.method(0, "connection.unblocked");
    }

    private void flow() {
        sending("flow-stopped-and-started", FLOWS);
        sending("flow-stopped-twice", method("channel.flow", false), FLOWS);
        sending("flow-started-unasked", method("channel.flow", true));
        add("flow-flood", session -> session.flood(100, repeated(200, FLOWS)));
    }

    private void alarms() {
        sending("blocked-and-unblocked", ALARMS);
        sending("blocked-twice", blocked("one"), blocked("other"), unblocked());
        sending("unblocked-unasked", unblocked());
        sending("blocked-for-no-reason", blocked(""), unblocked());
        sending("blocked-controls", blocked(CONTROLS), unblocked());
        sending("blocked-no-utf-8", blocked(filled(255, 0xff)), unblocked());
        sending("blocked-for-good", blocked("disk"));
        add("blocked-flood", session -> session.flood(100, repeated(1000, ALARMS)));
        slow("blocked-flood-at-a-slow-listener", session -> session.flood(400, repeated(1000, ALARMS)));
    }

    private void unread() {
        unread("flow-flood-unread", repeated(2000, FLOWS), 60);
        unread("cancel-flood-unread", repeated(2000, CANCEL), 60);
        add("cancel-flood-until-nothing-is-read", session -> {
            session.stopReading();
            var answered = method("basic.cancel", filled(255, 0xff), false);
            if (!session.floodUntilStuck(200, repeated(500, answered)))
                session.fault("it takes all and keeps the answers");
            session.readAgain();
        });
    }

    /** The client's answers are read only after all that brings them about is sent, or no more of it is taken. */
    private void unread(String name, byte[] octets, int times) {
        add(name, session -> {
            session.stopReading();
            session.floodUntilStuck(times, octets);
            session.readAgain();
        });
    }

    private void slowApplications() {
        slow("messages-at-a-slow-consumer", session -> session.floodUntilStuck(1500, messages(1000, 100)));
        slow("empty-messages-at-a-slow-consumer", session -> session.floodUntilStuck(600, messages(0, 1000)));
        slow(
                "headers-at-a-slow-consumer",
                session -> session.floodUntilStuck(
                        1200,
                        BrokerFrames.concat(
                                Octets.deliver(1),
                                BrokerFrames.header(1, 0, Map.of("headers", Map.of("x", "y".repeat(100_000)))))));
        slow(
                "returns-at-a-slow-listener",
                session -> session.floodUntilStuck(
                        1200,
                        BrokerFrames.concat(
                                method("basic.return", 312, "NO_ROUTE", "", "q"),
                                BrokerFrames.header(1, 0, Map.of("headers", Map.of("x", "y".repeat(100_000)))))));
        slow(
                "empty-returns-at-a-slow-listener",
                session -> session.floodUntilStuck(
                        600,
                        repeated(
                                1000,
                                BrokerFrames.concat(
                                        method("basic.return", 312, "NO_ROUTE", "", "q"), Octets.header(0)))));
        slow(
                "oversized-at-a-slow-listener",
                session -> session.floodUntilStuck(
                        300,
                        BrokerFrames.concat(
                                Octets.deliver(1), Octets.header(4L << 20), repeated(64, Octets.body(1 << 16)))));
        slow(
                "unknown-consumers-at-a-slow-application",
                session -> session.floodUntilStuck(
                        600, repeated(500, BrokerFrames.concat(Octets.deliver("nobody", 1), Octets.header(0)))));
    }

    private static byte[] messages(int bodySize, int count) {
        return repeated(count, message(1, bodySize));
    }

    private void sending(String name, byte[]... octets) {
        add(name, Attack.sending(octets));
    }

    private void slow(String name, Attack attack) {
        all.add(new Misbehaviour(name, IDLE, goesOn(), attack).slowly());
    }

    private void add(String name, Attack attack) {
        all.add(new Misbehaviour(name, IDLE, goesOn(), attack));
    }
}
