// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.WireWriter;
import amqp.octets.Hex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodTest {
    record Exchange(Method request, Method reply) {}

    static List<Exchange> exchanges() {
        return List.of(
                new Exchange(
                        new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "", ""),
                        new ConnectionMethod.StartOk(FieldTable.EMPTY, "", new byte[0], "")),
                new Exchange(new ConnectionMethod.Secure(new byte[0]), new ConnectionMethod.SecureOk(new byte[0])),
                new Exchange(new ConnectionMethod.Tune(0, 0, 0), new ConnectionMethod.TuneOk(0, 0, 0)),
                new Exchange(ConnectionMethod.Open.of("/"), new ConnectionMethod.OpenOk()),
                new Exchange(ConnectionMethod.Close.of(200, ""), new ConnectionMethod.CloseOk()),
                new Exchange(ConnectionMethod.UpdateSecret.of(new byte[0], ""), new ConnectionMethod.UpdateSecretOk()),
                new Exchange(ChannelMethod.Open.of(), new ChannelMethod.OpenOk()),
                new Exchange(ChannelMethod.Flow.of(true), new ChannelMethod.FlowOk(true)),
                new Exchange(ChannelMethod.Close.of(200, ""), new ChannelMethod.CloseOk()),
                new Exchange(ExchangeMethod.Declare.of("", "fanout"), new ExchangeMethod.DeclareOk()),
                new Exchange(ExchangeMethod.Delete.of(""), new ExchangeMethod.DeleteOk()),
                new Exchange(ExchangeMethod.Bind.of("", ""), new ExchangeMethod.BindOk()),
                new Exchange(ExchangeMethod.Unbind.of("", ""), new ExchangeMethod.UnbindOk()),
                new Exchange(QueueMethod.Declare.of(""), new QueueMethod.DeclareOk("", 0, 0)),
                new Exchange(QueueMethod.Bind.of("", ""), new QueueMethod.BindOk()),
                new Exchange(QueueMethod.Purge.of(""), new QueueMethod.PurgeOk(0)),
                new Exchange(QueueMethod.Delete.of(""), new QueueMethod.DeleteOk(0)),
                new Exchange(QueueMethod.Unbind.of("", ""), new QueueMethod.UnbindOk()),
                new Exchange(BasicMethod.Qos.of(0), new BasicMethod.QosOk()),
                new Exchange(BasicMethod.Consume.of(""), new BasicMethod.ConsumeOk("")),
                new Exchange(BasicMethod.Cancel.of(""), new BasicMethod.CancelOk("")),
                new Exchange(BasicMethod.Get.of(""), new BasicMethod.GetOk(1, false, "", "", 0)),
                new Exchange(BasicMethod.Get.of(""), new BasicMethod.GetEmpty()),
                new Exchange(BasicMethod.Recover.of(true), new BasicMethod.RecoverOk()),
                new Exchange(ConfirmMethod.Select.of(), new ConfirmMethod.SelectOk()),
                new Exchange(TxMethod.Select.of(), new TxMethod.SelectOk()),
                new Exchange(TxMethod.Commit.of(), new TxMethod.CommitOk()),
                new Exchange(TxMethod.Rollback.of(), new TxMethod.RollbackOk()));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void requestIsAnsweredByItsReplyOnly(Exchange exchange) {
        assertTrue(exchange.request().isSynchronous());
        assertFalse(exchange.reply().isSynchronous());
        for (Exchange other : exchanges()) {
            boolean same = other.request().id() == exchange.request().id();
            assertEquals(same, exchange.request().answeredBy(other.reply()));
            assertFalse(exchange.reply().answeredBy(other.reply()));
        }
    }

    @Test
    void noWaitMakesARequestAsynchronous() {
        List<Method> requests = List.of(
                ExchangeMethod.Declare.of("", "fanout").noWait(true),
                ExchangeMethod.Delete.of("").noWait(true),
                ExchangeMethod.Bind.of("", "").noWait(true),
                ExchangeMethod.Unbind.of("", "").noWait(true),
                QueueMethod.Declare.of("").noWait(true),
                QueueMethod.Bind.of("", "").noWait(true),
                QueueMethod.Purge.of("").noWait(true),
                QueueMethod.Delete.of("").noWait(true),
                BasicMethod.Consume.of("").noWait(true),
                BasicMethod.Cancel.of("").noWait(true),
                ConfirmMethod.Select.of().noWait(true));
        for (Method request : requests) {
            assertFalse(request.isSynchronous(), request.protocolName());
            exchanges().forEach(e -> assertFalse(request.answeredBy(e.reply()), request.protocolName()));
        }
    }

    @Test
    void theOthersAreNotSynchronous() {
        List<Method> methods = List.of(
                BasicMethod.Publish.of("", ""),
                BasicMethod.Ack.of(1),
                BasicMethod.Nack.of(1),
                BasicMethod.Reject.of(1),
                BasicMethod.RecoverAsync.of(true),
                new ConnectionMethod.Blocked(""),
                new ConnectionMethod.Unblocked());
        methods.forEach(method -> assertFalse(method.isSynchronous(), method.protocolName()));
    }

    @Test
    void contentFollowsFourMethods() {
        assertTrue(BasicMethod.Publish.of("", "").hasContent());
        assertTrue(new BasicMethod.Return(312, "", "", "").hasContent());
        assertTrue(new BasicMethod.Deliver("", 1, false, "", "").hasContent());
        assertTrue(new BasicMethod.GetOk(1, false, "", "", 0).hasContent());
        assertFalse(new BasicMethod.GetEmpty().hasContent());
        assertFalse(BasicMethod.Ack.of(1).hasContent());
    }

    @Test
    void idHoldsBothNumbers() {
        assertEquals(0x003c_0047, BasicMethod.GetOk.ID);
        assertEquals(0x003c_0047, new BasicMethod.GetOk(1, false, "", "", 0).id());
        assertEquals(50, new ChannelMethod.Close(404, "", 50, 10).classId());
    }

    @Test
    void withersChangeOneArgument() {
        var declare = QueueMethod.Declare.durable("orders").arguments(FieldTable.of("a", 1));
        assertEquals(
                new QueueMethod.Declare("orders", false, true, false, false, false, FieldTable.of("a", 1)), declare);
        assertEquals(
                new BasicMethod.Consume("q", "", false, false, false, false, FieldTable.EMPTY),
                BasicMethod.Consume.of("q"));
        assertEquals(new BasicMethod.Qos(0, 5, true), BasicMethod.Qos.of(5).global(true));
        assertEquals(new BasicMethod.Qos(7, 5, false), BasicMethod.Qos.of(5).prefetchSize(7));
        assertEquals(
                new ConnectionMethod.Close(320, "x", 50, 10),
                ConnectionMethod.Close.of(320, "x").classId(50).methodId(10));
    }

    @Test
    void factoriesMakeTheUsualQueues() {
        assertEquals(QueueMethod.Declare.of("q"), QueueMethod.Declare.durable("q"));
        assertTrue(QueueMethod.Declare.of("q").durable());
        assertTrue(ExchangeMethod.Declare.of("x", "topic").durable());
        assertEquals(
                QueueMethod.Declare.of("q").arguments(FieldTable.of("x-queue-type", "quorum")),
                QueueMethod.Declare.quorum("q"));
        assertEquals(QueueMethod.Declare.of("q").queueType("stream"), QueueMethod.Declare.stream("q"));
        assertEquals(
                new QueueMethod.Declare("q", false, false, true, true, false, FieldTable.EMPTY),
                QueueMethod.Declare.exclusive("q"));
        assertEquals(QueueMethod.Declare.exclusive(""), QueueMethod.Declare.serverNamed());
    }

    @Test
    void typedArgumentsAddToTheTable() {
        var declare = QueueMethod.Declare.quorum("q")
                .deadLetterExchange("dead")
                .deliveryLimit(5)
                .messageTtl(Duration.ofNanos(1))
                .singleActiveConsumer(true)
                .with("x-own", 7)
                .with(Map.of("x-other", "y"));
        assertEquals(
                FieldTable.builder()
                        .put("x-queue-type", "quorum")
                        .put("x-dead-letter-exchange", "dead")
                        .put("x-delivery-limit", 5L)
                        .put("x-message-ttl", 1L)
                        .put("x-single-active-consumer", true)
                        .put("x-own", 7)
                        .put("x-other", "y")
                        .build(),
                declare.arguments());
        assertEquals(
                FieldTable.builder()
                        .put("x-queue-type", "stream")
                        .put("x-max-age", "90s")
                        .build(),
                QueueMethod.Declare.stream("s").maxAge(Duration.ofSeconds(90)).arguments());
        assertEquals(
                FieldTable.of("x-stream-offset", Instant.EPOCH),
                BasicMethod.Consume.of("s").streamOffset(Instant.EPOCH).arguments());
        var e = assertThrows(IllegalArgumentException.class, () -> declare.expires(Duration.ofSeconds(-1)));
        assertEquals("expires is zero or more, not PT-1S.", e.getMessage());
    }

    @Test
    void argumentsOutOfRangeAreRefusedByName() {
        var e = assertThrows(IllegalArgumentException.class, () -> BasicMethod.Qos.of(65536));
        assertEquals("prefetchCount is 0 to 65535, not 65536.", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> BasicMethod.Qos.of(-1));
        assertThrows(IllegalArgumentException.class, () -> BasicMethod.Qos.of(1).prefetchSize(1L << 32));
        assertThrows(
                IllegalArgumentException.class, () -> new ConnectionMethod.Start(256, 0, FieldTable.EMPTY, "", ""));
        assertEquals(
                "queue",
                assertThrows(NullPointerException.class, () -> QueueMethod.Declare.of(null))
                        .getMessage());
    }

    @Test
    void longTextIsRefusedWhenEncoding() {
        var declare = QueueMethod.Declare.of("q".repeat(256));
        assertThrows(IllegalArgumentException.class, () -> declare.encode(new WireWriter()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"003c 000c", "0000 0000", "003d 000a", "ffff ffff", "001e 000a"})
    void unknownMethodIsCommandInvalid(String hex) {
        var in = Hex.reader(hex);
        int classId = in.shortInt();
        int methodId = in.shortInt();
        var e = assertThrows(WireException.class, () -> Methods.decode(classId, methodId, in));
        assertEquals(ReplyCode.COMMAND_INVALID, e.replyCode());
        assertTrue(e.getMessage().contains("" + classId) && e.getMessage().contains("" + methodId), e.getMessage());
    }

    @Test
    void secretsAreCopiedComparedAndNotShown() {
        byte[] secret = "hunter2".getBytes(US_ASCII);
        var startOk = new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", secret, "en_US");
        var same = new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", secret, "en_US");
        var secureOk = new ConnectionMethod.SecureOk(secret);
        var update = ConnectionMethod.UpdateSecret.of(secret, "expired");
        var secure = new ConnectionMethod.Secure(secret);
        secret[0] = 'X';
        startOk.response()[0] = 'X';
        assertArrayEquals("hunter2".getBytes(US_ASCII), startOk.response());
        assertEquals(same, startOk);
        assertEquals(same.hashCode(), startOk.hashCode());
        assertNotEquals(new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", secret, "en_US"), startOk);
        assertEquals(
                "StartOk[clientProperties={}, mechanism=PLAIN, response=(7 bytes), locale=en_US]", startOk.toString());
        assertEquals("SecureOk[response=(7 bytes)]", secureOk.toString());
        assertEquals("Secure[challenge=(7 bytes)]", secure.toString());
        assertEquals("UpdateSecret[newSecret=(7 bytes), reason=expired]", update.toString());
    }
}
