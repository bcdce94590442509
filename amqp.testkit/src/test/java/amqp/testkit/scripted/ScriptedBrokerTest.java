// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScriptedBrokerTest {
    private static final byte[] GREETING = BrokerFrames.protocolHeader(0, 0, 9, 1);
    private static final byte[] START_OK =
            BrokerFrames.method(0, "connection.start-ok", Map.of(), "PLAIN", "\0guest\0guest", "en_US");
    private static final byte[] TUNE_OK = BrokerFrames.method(0, "connection.tune-ok", 2047, 8192, 0);
    private static final byte[] OPEN = BrokerFrames.method(0, "connection.open", "/");
    private static final byte[] CHANNEL_OPEN = BrokerFrames.method(1, "channel.open");
    private static final byte[] PUBLISH = BrokerFrames.concat(
            BrokerFrames.method(1, "basic.publish", "ex", "key", true, false),
            BrokerFrames.content(1, Map.of("type", "t"), new byte[] {'h', 'i'}, 0));

    private final FrameParser parser = new FrameParser();

    @Test
    void handshakeAgainstHexByHand() {
        var broker = ScriptedBroker.automatic()
                .settings(BrokerSettings.DEFAULT
                        .withServerProperties(Map.of("a", true))
                        .withMechanisms("PLAIN")
                        .withTune(1, 8192, 5));
        broker.receive(hex("414d515000000901"));
        assertEquals(
                "01000000000020" + "000a000a" + "0009" + "00000004" + "01617401" + "00000005" + "504c41494e"
                        + "00000005" + "656e5f5553" + "ce",
                takeHex(broker));
        // start-ok: no properties, PLAIN, response of two octets, en_US
        broker.receive(hex("0100000000001a" + "000a000b" + "00000000" + "05504c41494e" + "00000002" + "7878"
                + "05656e5f5553" + "ce"));
        assertEquals("0100000000000c" + "000a001e" + "0001" + "00002000" + "0005" + "ce", takeHex(broker));
        broker.receive(hex("0100000000000c" + "000a001f" + "0001" + "00002000" + "0005" + "ce"));
        assertEquals("", takeHex(broker));
        broker.receive(hex("01000000000008" + "000a0028" + "012f" + "00" + "00" + "ce"));
        assertEquals("01000000000005" + "000a0029" + "00" + "ce", takeHex(broker));
        assertEquals(List.of(), broker.violations());
        assertEquals(List.of("connection.start-ok", "connection.tune-ok", "connection.open"), broker.receivedMethods());
    }

    @Test
    void answersEachMethod() {
        var broker = open();
        assertAnswer("channel.flow-ok@1{active=false}", broker, "channel.flow", false);
        assertAnswer(
                "exchange.declare-ok@1{}",
                broker,
                "exchange.declare",
                "e",
                "fanout",
                false,
                false,
                false,
                false,
                false,
                Map.of());
        assertAnswer("exchange.bind-ok@1{}", broker, "exchange.bind", "d", "s", "k", false, Map.of());
        assertAnswer("exchange.unbind-ok@1{}", broker, "exchange.unbind", "d", "s", "k", false, Map.of());
        assertAnswer("exchange.delete-ok@1{}", broker, "exchange.delete", "e", false, false);
        assertAnswer(
                "queue.declare-ok@1{queue=amq.gen-1 message-count=0 consumer-count=0}",
                broker,
                "queue.declare",
                "",
                false,
                false,
                false,
                false,
                false,
                Map.of());
        assertAnswer("queue.bind-ok@1{}", broker, "queue.bind", "q", "e", "k", false, Map.of());
        assertAnswer("queue.unbind-ok@1{}", broker, "queue.unbind", "q", "e", "k", Map.of());
        assertAnswer("queue.purge-ok@1{message-count=0}", broker, "queue.purge", "q", false);
        assertAnswer("queue.delete-ok@1{message-count=0}", broker, "queue.delete", "q", false, false, false);
        assertAnswer("basic.qos-ok@1{}", broker, "basic.qos", 0, 10, false);
        assertAnswer(
                "basic.consume-ok@1{consumer-tag=amq.ctag-1}",
                broker,
                "basic.consume",
                "q",
                "",
                false,
                false,
                false,
                false,
                Map.of());
        assertAnswer("basic.cancel-ok@1{consumer-tag=t}", broker, "basic.cancel", "t", false);
        assertAnswer("basic.get-empty@1{}", broker, "basic.get", "q", false);
        assertAnswer("basic.recover-ok@1{}", broker, "basic.recover", true);
        assertAnswer("confirm.select-ok@1{}", broker, "confirm.select", false);
        for (var name : List.of("tx.select", "tx.commit", "tx.rollback")) assertAnswer(name + "-ok@1{}", broker, name);
        assertAnswer("channel.close-ok@1{}", broker, "channel.close", 200, "", 0, 0);
        assertEquals(Set.of(), broker.openChannels());
        broker.receive(BrokerFrames.method(0, "connection.update-secret", "s", "r"));
        assertEquals("connection.update-secret-ok@0{}", next(broker));
        broker.receive(BrokerFrames.method(0, "connection.close", 200, "", 0, 0));
        assertEquals("connection.close-ok@0{}", next(broker));
        assertTrue(broker.closed());
        assertEquals(List.of(), broker.violations());
    }

    @Test
    void noWaitIsNotAnswered() {
        var broker = open();
        broker.receive(BrokerFrames.method(1, "queue.declare", "q", false, false, false, false, true, Map.of()));
        broker.receive(BrokerFrames.method(1, "basic.consume", "q", "t", false, true, false, true, Map.of()));
        assertEquals(0, broker.pending());
        broker.deliver(1, "t", "", "q", Map.of(), new byte[0]);
        assertEquals(Set.of(), broker.unacked(1), "the consumer does not ack");
    }

    @Test
    void takesOctetsInAnySplit() {
        var whole = open();
        whole.receive(PUBLISH);
        var split = open();
        for (var octet : PUBLISH) split.receive(new byte[] {octet});
        assertEquals(whole.publishes().toString(), split.publishes().toString());
        split.heartbeat().heartbeat();
        assertEquals(16, split.pending());
        assertEquals("08000000000000ce0800", HexFormat.of().formatHex(octets(split.take(10))));
        assertEquals(6, split.pending());
        assertEquals("0000000000ce", takeHex(split));
        assertEquals(0, split.pending());
    }

    @Test
    void verdictsOnPublishes() {
        var broker = open();
        broker.receive(PUBLISH);
        assertEquals(0, broker.pending(), "no confirm mode, no ack");
        broker.receive(BrokerFrames.method(1, "confirm.select", false));
        broker.take();
        var verdicts = List.of(Verdict.ACK, Verdict.NACK, Verdict.RETURN, Verdict.NONE);
        broker.verdicts(publish -> verdicts.get((int) publish.sequence() - 1));
        for (var i = 0; i < verdicts.size(); i++) broker.receive(PUBLISH);
        assertEquals(
                List.of(
                        "basic.ack@1{delivery-tag=1 multiple=false}",
                        "basic.nack@1{delivery-tag=2 multiple=false requeue=false}",
                        "basic.return@1{reply-code=312 reply-text=NO_ROUTE exchange=ex routing-key=key}",
                        "Header[channel=1, classId=60, bodySize=2, properties={type=t}]",
                        "Body@1[2 octets 6869]",
                        "basic.ack@1{delivery-tag=3 multiple=false}"),
                taken(broker));
        var last = broker.publishes().get(4);
        assertEquals(4, last.sequence());
        assertEquals(
                "ex/key/true/hi",
                last.exchange() + "/" + last.routingKey() + "/" + last.mandatory() + "/" + last.text());
    }

    @Test
    void deliversInFramesOfTheAgreedSize() {
        var broker = open();
        assertEquals(1, broker.deliver(1, "t", "ex", "key", Map.of(), new byte[10_000]));
        assertEquals(2, broker.deliver(1, "t", "ex", "key", Map.of(), new byte[0]));
        var frames = frames(broker);
        assertEquals(8184, ((WireFrame.Body) frames.get(2)).octets().length);
        assertEquals(6, frames.size());
        assertEquals(Set.of(1L, 2L), broker.unacked(1));
        broker.receive(BrokerFrames.method(1, "basic.ack", 2, true));
        assertEquals(Set.of(), broker.unacked(1));
        assertEquals(List.of(), broker.violations());
        broker.receive(BrokerFrames.method(1, "basic.reject", 2, true));
        assertEquals(1, broker.violations().size());
    }

    @Test
    void getIsAnsweredWithAMessageOnDemand() {
        var broker = open();
        broker.answerOnce("basic.get", get -> broker.getOk(get, "ex", "key", Map.of(), new byte[] {'x'}));
        broker.receive(BrokerFrames.method(1, "basic.get", "q", false));
        broker.receive(BrokerFrames.method(1, "basic.get", "q", false));
        assertEquals(
                List.of(
                        "basic.get-ok@1{delivery-tag=1 redelivered=false exchange=ex routing-key=key message-count=0}",
                        "Header[channel=1, classId=60, bodySize=1, properties={}]",
                        "Body@1[1 octets 78]",
                        "basic.get-empty@1{}"),
                taken(broker));
    }

    @Test
    void answersAreReplaced() {
        var broker = open().ignore("basic.qos").refuseOnce("queue.delete", 404, "NOT_FOUND");
        var qos = BrokerFrames.method(1, "basic.qos", 0, 1, false);
        broker.receive(qos);
        assertEquals(0, broker.pending());
        broker.answerAsUsual("basic.qos").receive(qos);
        assertEquals("basic.qos-ok@1{}", next(broker));
        var delete = BrokerFrames.method(1, "queue.delete", "q", false, false, false);
        broker.receive(BrokerFrames.concat(delete, qos));
        assertEquals("channel.close@1{reply-code=404 reply-text=NOT_FOUND class-id=50 method-id=40}", next(broker));
        assertEquals(0, broker.pending(), "what comes before close-ok is ignored");
        broker.receive(BrokerFrames.method(1, "channel.close-ok"));
        broker.receive(CHANNEL_OPEN);
        broker.take();
        broker.receive(delete);
        assertEquals("queue.delete-ok@1{message-count=0}", next(broker));
        assertEquals(List.of(), broker.violations());
        assertThrows(IllegalArgumentException.class, () -> broker.ignore("queue.shout"));
    }

    @Test
    void faultsOfTheHandshake() {
        var header = ScriptedBroker.automatic().answerProtocolHeader(BrokerFrames.protocolHeader(1, 0, 0, 0));
        header.receive(GREETING);
        assertEquals(
                "ProtocolHeader[id=1, major=0, minor=0, revision=0]",
                taken(header, new FrameParser()).get(0));
        var wrong = ScriptedBroker.automatic();
        wrong.receive(BrokerFrames.protocolHeader(0, 0, 8, 0));
        assertEquals(
                "ProtocolHeader[id=0, major=0, minor=9, revision=1]",
                taken(wrong, new FrameParser()).get(0));
        var login = ScriptedBroker.automatic().refuseLogin();
        login.receive(BrokerFrames.concat(GREETING, START_OK));
        assertEquals(403, last(login).number("reply-code"));
        var vhost = ScriptedBroker.automatic().refuseVirtualHost();
        vhost.receive(BrokerFrames.concat(GREETING, START_OK, TUNE_OK, OPEN));
        assertEquals(530, last(vhost).number("reply-code"));
        vhost.receive(BrokerFrames.method(0, "connection.close-ok"));
        assertTrue(vhost.closed());
        assertEquals(List.of(), vhost.violations());
        var challenge = ScriptedBroker.automatic().challenge(new byte[] {1}, new byte[] {2});
        challenge.receive(BrokerFrames.concat(GREETING, START_OK));
        assertEquals(1, last(challenge).octets("challenge")[0]);
        challenge.receive(BrokerFrames.method(0, "connection.secure-ok", "a"));
        assertEquals(2, last(challenge).octets("challenge")[0]);
        challenge.receive(BrokerFrames.method(0, "connection.secure-ok", "b"));
        assertEquals("connection.tune", last(challenge).name());
    }

    @Test
    void faultsOfAnOpenConnection() {
        var broker = open();
        broker.block("memory").unblock().cancelConsumer(1, "t").ack(1, 3, true).nack(1, 4, false);
        broker.closeConnection(320, "bye", 0, 0);
        assertEquals(
                List.of(
                        "connection.blocked@0{reason=memory}",
                        "connection.unblocked@0{}",
                        "basic.cancel@1{consumer-tag=t no-wait=true}",
                        "basic.ack@1{delivery-tag=3 multiple=true}",
                        "basic.nack@1{delivery-tag=4 multiple=false requeue=false}",
                        "connection.close@0{reply-code=320 reply-text=bye class-id=0 method-id=0}"),
                taken(broker));
        broker.silent(true).heartbeat();
        assertEquals(0, broker.pending());
        broker.silent(false).badFrameEndOnce().heartbeat();
        assertThrows(MalformedFrameException.class, () -> taken(broker));
        broker.heartbeat();
        assertEquals(List.of("Heartbeat[channel=0]"), taken(broker, new FrameParser()));
    }

    @Test
    void closesThatCrossAreBothConfirmed() {
        var broker = open().closeChannel(1, 406, "no", 60, 80);
        broker.receive(BrokerFrames.method(1, "channel.close", 200, "", 0, 0));
        broker.receive(BrokerFrames.method(1, "channel.close-ok"));
        assertEquals(Set.of(), broker.openChannels());
        broker.closeConnection(320, "bye", 0, 0);
        broker.receive(BrokerFrames.method(0, "connection.close", 200, "", 0, 0));
        broker.receive(BrokerFrames.method(0, "connection.close-ok"));
        assertEquals(List.of(), broker.violations());
        assertTrue(broker.closed());
    }

    @Test
    void violationsAreCollected() {
        assertViolation("not open", BrokerFrames.method(2, "basic.qos", 0, 1, false));
        assertViolation("was open already", CHANNEL_OPEN);
        assertViolation("over channel-max 2047", BrokerFrames.method(2048, "channel.open"));
        assertViolation("wrong channel", BrokerFrames.method(1, "connection.open", "/"));
        assertViolation("Only a server", BrokerFrames.method(1, "basic.consume-ok", "t"));
        assertViolation("frame-max 8192", BrokerFrames.body(1, new byte[8185]));
        assertViolation("without a content header", BrokerFrames.body(1, new byte[1]));
        assertViolation("Frame end is 41", BrokerFrames.withBadEnd(BrokerFrames.heartbeat()));
        assertViolation("Nobody asked", BrokerFrames.method(0, "connection.close-ok"));
        assertViolation("Nobody asked", BrokerFrames.method(1, "channel.close-ok"));
        var close = BrokerFrames.method(0, "connection.close", 200, "", 0, 0);
        assertViolation("After connection.close-ok", BrokerFrames.concat(close, BrokerFrames.heartbeat()));
        var greedy = ScriptedBroker.automatic();
        var tuneOk = BrokerFrames.method(0, "connection.tune-ok", 0, 131073, 0);
        greedy.receive(BrokerFrames.concat(GREETING, START_OK, tuneOk));
        assertEquals(2, greedy.violations().size(), greedy.violations().toString());
        var other = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withMechanisms("EXTERNAL"));
        other.receive(BrokerFrames.concat(GREETING, START_OK));
        assertEquals(List.of("Mechanism PLAIN was not offered in: EXTERNAL"), other.violations());
    }

    @Test
    void nothingIsReadAfterOctetsThatAreNoFrame() {
        var broker = open();
        broker.forgetReceived();
        var octets = ByteBuffer.wrap(BrokerFrames.concat(hex("09000000000000ce"), PUBLISH));
        broker.receive(octets);
        assertFalse(octets.hasRemaining());
        broker.receive(PUBLISH);
        assertEquals(List.of(), broker.received());
    }

    @Test
    void scriptReadsFrameByFrame() {
        var broker = ScriptedBroker.scripted();
        broker.receive(BrokerFrames.concat(GREETING, START_OK, CHANNEL_OPEN, PUBLISH, BrokerFrames.heartbeat()));
        assertEquals(0, broker.pending());
        var script = broker.script();
        assertEquals(9, script.expectProtocolHeader().minor());
        assertEquals("en_US", script.expect("connection.start-ok").text("locale"));
        var failure = assertThrows(AssertionError.class, () -> script.expect("queue.declare"));
        assertTrue(
                failure.getMessage().startsWith("Expected queue.declare, but frame 2 is channel.open@1{}."),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("\n  > channel.open@1{}\n    basic.publish@1"), failure.getMessage());
        assertThrows(AssertionError.class, () -> script.expect(2, "channel.open"));
        script.expect(1, "channel.open");
        assertThrows(AssertionError.class, script::expectNothing);
        assertEquals(4, script.unread().size());
        assertEquals("hi", script.expectPublish(1).text());
        script.expectHeartbeat();
        script.expectNothing();
        var end = assertThrows(AssertionError.class, script::expectHeartbeat);
        assertTrue(end.getMessage().startsWith("Expected a heartbeat, but nothing more came."), end.getMessage());
        broker.send(1, "channel.open-ok").answerOnce("channel.close", c -> BrokerFrames.method(1, "channel.close-ok"));
        broker.receive(BrokerFrames.method(1, "channel.close", 200, "", 0, 0));
        assertEquals(List.of("channel.open-ok@1{}", "channel.close-ok@1{}"), taken(broker));
        script.skipAll();
        broker.automatic(true).receive(CHANNEL_OPEN);
        script.expect("channel.open");
        assertEquals("channel.open-ok@1{}", next(broker));
    }

    private ScriptedBroker open() {
        var broker = ScriptedBroker.automatic();
        broker.receive(BrokerFrames.concat(GREETING, START_OK, TUNE_OK, OPEN, CHANNEL_OPEN));
        broker.take();
        return broker;
    }

    private void assertAnswer(String expected, ScriptedBroker broker, String method, Object... values) {
        broker.receive(BrokerFrames.method(1, method, values));
        assertEquals(expected, next(broker));
    }

    private void assertViolation(String expected, byte[] octets) {
        var broker = open();
        assertEquals(List.of(), broker.violations());
        broker.receive(octets);
        assertEquals(1, broker.violations().size(), broker.violations().toString());
        assertTrue(
                broker.violations().get(0).contains(expected),
                broker.violations().toString());
    }

    private String next(ScriptedBroker broker) {
        var all = taken(broker);
        assertEquals(1, all.size(), all.toString());
        return all.get(0);
    }

    private List<String> taken(ScriptedBroker broker) {
        return taken(broker, parser);
    }

    private static List<String> taken(ScriptedBroker broker, FrameParser parser) {
        var frames = new ArrayList<String>();
        parser.feed(broker.take(), frame -> frames.add(frame.toString()));
        return frames;
    }

    private List<WireFrame> frames(ScriptedBroker broker) {
        var frames = new ArrayList<WireFrame>();
        parser.feed(broker.take(), frames::add);
        return frames;
    }

    private WireFrame.Method last(ScriptedBroker broker) {
        var frames = frames(broker);
        return (WireFrame.Method) frames.get(frames.size() - 1);
    }

    private static String takeHex(ScriptedBroker broker) {
        return HexFormat.of().formatHex(octets(broker.take()));
    }

    private static byte[] octets(ByteBuffer buffer) {
        var octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
