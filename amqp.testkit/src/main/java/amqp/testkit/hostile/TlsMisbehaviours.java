// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.hex;
import static amqp.testkit.hostile.Octets.repeated;
import static amqp.testkit.hostile.Octets.text;

import amqp.adapter.tck.TestCertificates;
import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the client wants TLS. */
final class TlsMisbehaviours {
    private final List<Misbehaviour> all = new ArrayList<>();

    private TlsMisbehaviours() {}

    static List<Misbehaviour> all() {
        var tls = new TlsMisbehaviours();
        tls.inPlaceOfTheHandshake();
        tls.certificates();
        tls.afterTheHandshake();
        return tls.all;
    }

    private void inPlaceOfTheHandshake() {
        plain("tls-garbage", filled(4096, 0x5a));
        plain("tls-zeros", new byte[4096]);
        plain("tls-alert-handshake-failure", hex("15 0303 0002 0228"));
        plain("tls-alert-close-notify", hex("15 0303 0002 0100"));
        plain("tls-plain-amqp", BrokerFrames.protocolHeader(0, 0, 9, 1));
        plain(
                "tls-plain-start",
                BrokerFrames.method(0, "connection.start", 0, 9, java.util.Map.of(), "PLAIN", "en_US"));
        plain("tls-http", text("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
        plain("tls-smtp", text("220 mail.example ESMTP\r\n"));
        plain("tls-record-of-65535", BrokerFrames.concat(hex("16 0303 ffff"), new byte[65_535]));
        plain("tls-record-of-0", repeated(1000, hex("16 0303 0000")));
        plain("tls-change-cipher-flood", repeated(20_000, hex("14 0303 0001 01")));
        plain("tls-application-data-first", hex("17 0303 0004 00000000"));
        plain("tls-hello-of-16-mib", hex("16 0303 0004 02ffffff"));
        plain("tls-ssl-2", hex("80 2e 02 00 00 00 00 00 00 00 00"));
        plain("tls-half-a-record", hex("16 0303 4000 0200"));
        add("tls-cut", session -> session.cut());
        add("tls-end", session -> session.halfClose());
        all.add(new Misbehaviour("tls-silence", Moment.ACCEPTED, Outcome.lost(), HostileSession::lookAtNoFrames)
                .within(Limit.CONNECT)
                .overTls());
        all.add(new Misbehaviour("tls-teasing-record", Moment.ACCEPTED, Outcome.lost(), session -> {
                    session.lookAtNoFrames();
                    session.sendPlain(hex("16 0303 4000"));
                    session.sendPlain(hex("02 00"));
                })
                .within(Limit.CONNECT)
                .overTls());
    }

    private void certificates() {
        showing("tls-unknown-authority", TestCertificates::untrusted);
        showing("tls-wrong-host", TestCertificates::wrongHost);
        showing("tls-expired", TestCertificates::expired);
        showing("tls-certificate-of-a-client", TestCertificates::client);
    }

    private void afterTheHandshake() {
        at(
                "tls-open-then-plain-frames",
                Moment.OPEN,
                session -> session.sendPlain(repeated(10, BrokerFrames.heartbeat())));
        at(
                "tls-open-then-garbage-record",
                Moment.OPEN,
                session -> session.sendPlain(hex("17 0303 0020"), filled(32, 7)));
        at("tls-open-then-alert", Moment.OPEN, session -> session.sendPlain(hex("15 0303 0002 0228")));
        at("tls-open-then-truncated", Moment.IDLE, session -> {
            session.sendPlain(hex("17 0303 4000"), filled(100, 7));
            session.halfClose();
        });
        at("tls-open-then-end-without-notify", Moment.IDLE, HostileSession::halfClose);
        at("tls-open-then-cut", Moment.IDLE, HostileSession::cut);
        all.add(new Misbehaviour(
                        "tls-bad-frame-inside",
                        Moment.IDLE,
                        Outcome.closes(501, "4.2.3"),
                        Attack.sending(filled(64, 0)))
                .overTls());
    }

    private void plain(String name, byte[] octets) {
        add(name, session -> {
            session.sendPlain(octets);
            session.halfClose();
        });
    }

    private void add(String name, Attack attack) {
        at(name, Moment.ACCEPTED, session -> {
            session.lookAtNoFrames();
            attack.play(session);
        });
    }

    private void showing(String name, Function<TestCertificates, TestCertificates.Identity> which) {
        at(name, Moment.ACCEPTED, session -> session.secure(which.apply(session.certificates())));
    }

    private void at(String name, Moment moment, Attack attack) {
        all.add(new Misbehaviour(name, moment, Outcome.lost(), attack).overTls());
    }
}
