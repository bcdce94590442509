// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.PUBLISHED;
import static amqp.testkit.hostile.Octets.CONTROLS;
import static amqp.testkit.hostile.Octets.body;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.header;
import static amqp.testkit.hostile.Octets.headersOf;
import static amqp.testkit.hostile.Octets.hex;
import static amqp.testkit.hostile.Octets.method;
import static amqp.testkit.hostile.Octets.repeated;
import static amqp.testkit.hostile.Octets.sized;
import static amqp.testkit.hostile.Outcome.closes;
import static amqp.testkit.hostile.Outcome.goesOn;
import static amqp.testkit.hostile.Outcome.lost;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;

/** While three mandatory publishes, or many, have no confirm. Their bodies have four octets, their key is {@link #KEY}. */
final class ConfirmMisbehaviours {
    private static final String CONFIRMS = "https://www.rabbitmq.com/docs/confirms";
    private static final String KEY = "m";
    private static final byte[] ACK_ALL = method("basic.ack", 0, true);

    private final List<Misbehaviour> all = new ArrayList<>();

    private ConfirmMisbehaviours() {}

    static List<Misbehaviour> all() {
        var confirms = new ConfirmMisbehaviours();
        confirms.impossible();
        confirms.strange();
        confirms.returns();
        confirms.floods();
        return confirms.all;
    }

    private static byte[] ack(long tag) {
        return method("basic.ack", tag, false);
    }

    private static byte[] nack(long tag, boolean multiple) {
        return method("basic.nack", tag, multiple, false);
    }

    private static byte[] returned(Object key, int bodySize) {
        return BrokerFrames.concat(method("basic.return", 312, "NO_ROUTE", "", key), header(bodySize), body(bodySize));
    }

    private void impossible() {
        closing("ack-0", 503, ack(0));
        closing("ack-4-of-3", 503, ack(4));
        closing("ack-4-of-3-multiple", 503, method("basic.ack", 4, true));
        closing("ack-minus-1", 503, ack(-1));
        closing("ack-2-to-the-63", 503, method("basic.ack", Long.MIN_VALUE, true));
        closing("ack-largest-multiple", 503, method("basic.ack", Long.MAX_VALUE, true));
        closing("nack-0", 503, nack(0, false));
        closing("nack-4-of-3", 503, nack(4, false));
        closing("nack-largest-multiple", 503, nack(Long.MAX_VALUE, true));
        closing("reject-1", 503, method("basic.reject", 1, false));
        closing("ack-then-header", 505, ack(1), header(4));
    }

    private void strange() {
        passing("ack-0-multiple", ACK_ALL);
        passing("ack-0-multiple-twice", ACK_ALL, ACK_ALL);
        passing("nack-0-multiple", nack(0, true));
        passing("ack-backwards", ack(3), ack(2), ack(1));
        passing("ack-twice", ack(1), ack(1), ACK_ALL);
        passing("ack-then-nack", ack(1), nack(1, false), ACK_ALL);
        passing("nack-with-requeue", method("basic.nack", 3, true, true));
        add("ack-never-and-cut", lost(), HostileSession::cut);
        add("ack-never-and-end", lost(), HostileSession::halfClose);
    }

    private void returns() {
        passing("return-then-ack", returned(KEY, 4), ACK_ALL);
        passing("return-thrice-then-ack", repeated(3, returned(KEY, 4)), ACK_ALL);
        passing("return-four-times-of-three", repeated(4, returned(KEY, 4)), ACK_ALL);
        passing("return-after-ack", ACK_ALL, returned(KEY, 4));
        passing("return-of-other-key", returned("other", 4), ACK_ALL);
        passing("return-of-other-body", returned(KEY, 400), ACK_ALL);
        passing("return-of-key-no-utf-8", returned(filled(255, 0xff), 4), ACK_ALL);
        passing("return-of-key-controls", returned(CONTROLS, 4), ACK_ALL);
        passing(
                "return-with-malformed-headers",
                method("basic.return", 312, "NO_ROUTE", "", KEY),
                headersOf(sized(hex("0161 5a 00"))),
                ACK_ALL);
        passing("return-then-nack", returned(KEY, 4), nack(0, true));
        passing(
                "return-oversized",
                method("basic.return", 312, "NO_ROUTE", "", KEY),
                header(4L << 20),
                repeated(64, body(1 << 16)),
                ACK_ALL);
    }

    private void floods() {
        add("ack-flood", goesOn(), session -> {
            session.flood(100, repeated(2000, ack(1)));
            session.send(ACK_ALL);
        });
        many("returns-against-many-publishes", session -> {
            session.flood(4, repeated(100, returned("other", 4)));
            session.send(ACK_ALL);
        });
        many("returns-with-other-headers-against-many-publishes", session -> {
            var returned = BrokerFrames.concat(
                    method("basic.return", 312, "NO_ROUTE", "", KEY),
                    BrokerFrames.header(1, 4, java.util.Map.of("headers", java.util.Map.of("x", 1))),
                    body(4));
            session.flood(4, repeated(100, returned));
            session.send(ACK_ALL);
        });
        many("acks-backwards-against-many-publishes", session -> {
            var acks = new byte[20_000][];
            for (var i = 0; i < acks.length; i++) acks[i] = ack(20_000 - i);
            session.send(BrokerFrames.concat(acks));
        });
    }

    private void many(String name, Attack attack) {
        all.add(new Misbehaviour(name, PUBLISHED, goesOn(), attack).publishing(20_000));
    }

    private void closing(String name, int code, byte[]... octets) {
        add(name, closes(code, CONFIRMS), Attack.sending(octets));
    }

    private void passing(String name, byte[]... octets) {
        add(name, goesOn(), Attack.sending(octets));
    }

    private void add(String name, Outcome outcome, Attack attack) {
        all.add(new Misbehaviour(name, PUBLISHED, outcome, attack));
    }
}
