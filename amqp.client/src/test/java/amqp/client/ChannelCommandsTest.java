// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.AmqpException;
import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelCommandsTest {
    private MemoryConnection world = MemoryConnection.open();
    private Channel channel = world.channel();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (MemoryConnection ending = world) {
            assertEquals(List.of(), ending.violations());
        }
    }

    private void replaceWorld(MemoryConnection other) {
        world.close();
        world = other;
        channel = world.channel();
    }

    @Test
    void declaresAndDeletesExchanges() {
        assertEquals(new ExchangeMethod.DeclareOk(), get(channel.exchangeDeclare("logs", "fanout")));
        WireFrame.Method declare = world.expect("exchange.declare");
        assertEquals(
                "logs fanout true",
                declare.text("exchange") + " " + declare.text("type") + " " + declare.flag("durable"));
        assertEquals(new ExchangeMethod.BindOk(), get(channel.exchangeBind(ExchangeMethod.Bind.of("a", "b"))));
        assertEquals("a", world.expect("exchange.bind").text("destination"));
        assertEquals(new ExchangeMethod.UnbindOk(), get(channel.exchangeUnbind(ExchangeMethod.Unbind.of("a", "b"))));
        assertEquals("b", world.expect("exchange.unbind").text("source"));
        assertEquals(new ExchangeMethod.DeleteOk(), get(channel.exchangeDelete(ExchangeMethod.Delete.of("logs"))));
        assertEquals("logs", world.expect("exchange.delete").text("exchange"));
    }

    @Test
    void declaresBindsPurgesAndDeletesQueues() {
        assertEquals(new QueueMethod.DeclareOk("q", 0, 0), get(channel.queueDeclare("q")));
        WireFrame.Method durable = world.expect("queue.declare");
        assertTrue(durable.flag("durable") && !durable.flag("exclusive") && !durable.flag("auto-delete"));
        assertFalse(get(channel.queueDeclare()).queue().isEmpty());
        WireFrame.Method temporary = world.expect("queue.declare");
        assertTrue(!temporary.flag("durable") && temporary.flag("exclusive") && temporary.flag("auto-delete"));
        get(channel.queueBind(QueueMethod.Bind.of("q", "x").routingKey("k")));
        assertEquals("k", world.expect("queue.bind").text("routing-key"));
        get(channel.queueUnbind(QueueMethod.Unbind.of("q", "x").routingKey("k")));
        assertEquals("k", world.expect("queue.unbind").text("routing-key"));
        assertEquals(new QueueMethod.PurgeOk(0), get(channel.queuePurge(QueueMethod.Purge.of("q"))));
        assertEquals("q", world.expect("queue.purge").text("queue"));
        assertEquals(new QueueMethod.DeleteOk(0), get(channel.queueDelete(QueueMethod.Delete.of("q"))));
        assertEquals("q", world.expect("queue.delete").text("queue"));
    }

    @Test
    void shortFormsAreTheMethodWithItsDefaults() {
        get(channel.exchangeBind("to", "from", "k"));
        assertEquals(
                names("to", "from", "k"), names(world.expect("exchange.bind"), "destination", "source", "routing-key"));
        get(channel.exchangeUnbind("to", "from", "k"));
        assertEquals(
                names("to", "from", "k"),
                names(world.expect("exchange.unbind"), "destination", "source", "routing-key"));
        get(channel.exchangeDelete("x"));
        assertFalse(world.expect("exchange.delete").flag("if-unused"));
        get(channel.queueBind("q", "x", "k"));
        assertEquals(names("q", "x", "k"), names(world.expect("queue.bind"), "queue", "exchange", "routing-key"));
        get(channel.queueUnbind("q", "x", "k"));
        assertEquals(names("q", "x", "k"), names(world.expect("queue.unbind"), "queue", "exchange", "routing-key"));
        get(channel.queuePurge("q"));
        assertEquals("q", world.expect("queue.purge").text("queue"));
        get(channel.queueDelete("q"));
        WireFrame.Method delete = world.expect("queue.delete");
        assertTrue(!delete.flag("if-unused") && !delete.flag("if-empty"));
        assertEquals(Optional.empty(), get(channel.basicGet("q")));
        assertFalse(world.expect("basic.get").flag("no-ack"));
    }

    private static List<String> names(String... names) {
        return List.of(names);
    }

    private static List<String> names(WireFrame.Method method, String... fields) {
        return Arrays.stream(fields).map(method::text).toList();
    }

    @Test
    void setsModesAndBounds() {
        assertEquals(new BasicMethod.QosOk(), get(channel.basicQos(17)));
        assertEquals(17, world.expect("basic.qos").number("prefetch-count"));
        assertEquals(new BasicMethod.RecoverOk(), get(channel.basicRecover(true)));
        assertTrue(world.expect("basic.recover").flag("requeue"));
        assertEquals(new ConfirmMethod.SelectOk(), get(channel.confirmSelect()));
        world.expect("confirm.select");
    }

    @Test
    void runsTransactions() {
        assertEquals(new TxMethod.SelectOk(), get(channel.txSelect()));
        assertEquals(new TxMethod.CommitOk(), get(channel.txCommit()));
        assertEquals(new TxMethod.RollbackOk(), get(channel.txRollback()));
        world.expect("tx.select");
        world.expect("tx.commit");
        world.expect("tx.rollback");
    }

    @Test
    void acknowledgesAndRejects() {
        world.adapter.io(() -> {
            for (int i = 0; i < 3; i++) {
                world.broker.deliver(1, "nobody", "", "q", Map.of(), new byte[1]);
            }
        });
        channel.basicAck(1, false);
        channel.basicNack(2, false, true);
        channel.basicReject(3, false);
        assertEquals(1, world.expect("basic.ack").number("delivery-tag"));
        assertTrue(world.expect("basic.nack").flag("requeue"));
        assertFalse(world.expect("basic.reject").flag("requeue"));
    }

    @Test
    void fetchesOneMessageOrNone() {
        assertEquals(Optional.empty(), get(channel.basicGet(BasicMethod.Get.of("q"))));
        world.adapter.io(() -> world.broker.answer(
                "basic.get",
                get -> world.broker.getOk(get, "x", "k", Map.of("type", "t"), MemoryConnection.octets("hello"))));
        Delivery delivery = get(channel.basicGet(BasicMethod.Get.of("q"))).orElseThrow();
        assertEquals("hello", MemoryConnection.text(delivery));
        assertEquals(
                "x k t  1",
                delivery.exchange() + " " + delivery.routingKey() + " "
                        + delivery.properties().type() + " " + delivery.consumerTag() + " " + delivery.deliveryTag());
        assertFalse(delivery.redelivered());
        assertSame(channel, delivery.channel());
        assertEquals(
                "Delivery[deliveryTag=1, exchange=x, routingKey=k, redelivered=false, 5 bytes]", delivery.toString());
        delivery.ack();
        assertEquals(java.util.Set.of(), world.adapter.io(() -> world.broker.unacked(1)));
    }

    @Test
    void whatNeedsNoAcknowledgementTakesNone() {
        world.adapter.io(() -> world.broker.answer(
                "basic.get", get -> world.broker.getOk(get, "", "", Map.of(), MemoryConnection.octets("hello"))));
        Delivery delivery =
                get(channel.basicGet(BasicMethod.Get.of("q").noAck(true))).orElseThrow();
        assertThrows(IllegalStateException.class, delivery::ack);
        assertThrows(IllegalStateException.class, delivery::ackMultiple);
        assertThrows(IllegalStateException.class, () -> delivery.nack(true));
    }

    @Test
    void completesNoWaitWithNull() {
        assertNull(get(channel.queueDeclare(QueueMethod.Declare.of("q").noWait(true))));
        assertNull(get(
                channel.exchangeDeclare(ExchangeMethod.Declare.of("x", "topic").noWait(true))));
        assertTrue(world.expect("queue.declare").flag("no-wait"));
    }

    @Test
    void failsWithTheBrokersReasonAndStaysClosed() {
        world.adapter.io(() -> world.broker.refuseOnce("queue.declare", 406, "inequivalent arg"));
        ClosedException failure = failure(ClosedException.class, channel.queueDeclare("q"));
        assertEquals(ReplyCode.PRECONDITION_FAILED, failure.replyCode());
        assertEquals(
                "channel 1 is closed: closed by the broker with 406 PRECONDITION_FAILED: inequivalent arg"
                        + " (in answer to queue.declare)",
                failure.getMessage());
        assertEquals(failure.reason(), get(channel.closed()));
        assertFalse(channel.isOpen());
        assertEquals(
                406, failure(ClosedException.class, channel.queueDeclare("q")).replyCode());
        assertEquals(
                406,
                assertThrows(ClosedException.class, () -> channel.basicAck(1, false))
                        .replyCode());
        assertEquals(
                406,
                assertThrows(ClosedException.class, () -> MemoryConnection.publish(channel, "x"))
                        .replyCode());
        assertTrue(world.connection.isOpen());
        assertEquals(1, get(world.connection.openChannel()).number());
    }

    @Test
    void nothingCanBeDoneOnAClosedConnection() {
        get(world.connection.close(ReplyCode.CONNECTION_FORCED, "enough"));
        ClosedException failure = failure(ClosedException.class, world.connection.openChannel());
        assertEquals("the connection is closed: closed by the application with 320: enough", failure.getMessage());
        assertEquals(320, failure.replyCode());
        failure(ClosedException.class, world.connection.updateSecret(new byte[1], "renewal"));
        failure(ClosedException.class, channel.queueDeclare("q"));
        assertFalse(channel.isOpen());
    }

    @Test
    void aLostConnectionHasNoReplyCode() {
        CompletionStage<?> waiting = silently(() -> channel.queueDeclare("q"));
        world.transport().breaks(new java.io.IOException("cable cut"));
        ClosedException failure = failure(ClosedException.class, waiting);
        assertEquals(0, failure.replyCode());
        assertEquals("cable cut", failure.getCause().getMessage());
        assertEquals("the connection of channel 1 is closed: the transport was lost: cable cut", failure.getMessage());
    }

    @Test
    void aBrokenProtocolIsToldWithItsCode() {
        CompletionStage<?> waiting = silently(() -> channel.queueDeclare("q"));
        world.adapter.io(() -> world.broker.silent(false).send(1, "basic.qos-ok"));
        ClosedException failure = failure(ClosedException.class, waiting);
        assertEquals(ReplyCode.COMMAND_INVALID, failure.replyCode());
        assertInstanceOf(CloseReason.PeerViolation.class, failure.reason());
    }

    private <T> CompletionStage<T> silently(java.util.function.Supplier<CompletionStage<T>> command) {
        world.adapter.io(() -> world.broker.silent(true));
        return command.get();
    }

    @Test
    void callsHaveALimit() {
        replaceWorld(MemoryConnection.open(options -> options.callTimeout(Duration.ofSeconds(1))));
        world.adapter.io(() -> world.broker.ignore("queue.declare"));
        CompletionStage<?> first = channel.queueDeclare("q");
        CompletionStage<?> behind = channel.basicQos(1);
        CallTimeoutException failure = failure(CallTimeoutException.class, first);
        assertEquals("queue.declare was not answered within 1000 ms", failure.getMessage());
        assertEquals(Duration.ofSeconds(1), failure.timeout());
        failure(CallTimeoutException.class, behind);
        assertTrue(channel.isOpen());
    }

    @Test
    void renewsTheSecret() {
        world.adapter.io(() -> world.broker.answer(
                "connection.update-secret",
                any -> amqp.testkit.wire.BrokerFrames.method(0, "connection.update-secret-ok")));
        get(world.connection.updateSecret(MemoryConnection.octets("new"), "expiry"));
        assertEquals("expiry", world.expect("connection.update-secret").text("reason"));
    }

    @Test
    void whatCannotBeSentIsTheCallersFault() {
        String tooLong = "n".repeat(256);
        assertThrows(IllegalArgumentException.class, () -> channel.queueDeclare(tooLong));
        FieldTable tooLarge = FieldTable.of(Map.of("k", "v".repeat(200_000)));
        QueueMethod.Declare declare = QueueMethod.Declare.of("q").arguments(tooLarge);
        assertThrows(IllegalArgumentException.class, () -> channel.queueDeclare(declare));
        assertThrows(IllegalArgumentException.class, () -> channel.close(200, tooLong));
        assertThrows(IllegalArgumentException.class, () -> world.connection.close(200, tooLong));
        assertThrows(IllegalArgumentException.class, () -> world.connection.updateSecret(new byte[1], tooLong));
        assertTrue(channel.isOpen() && world.connection.isOpen());
        get(channel.queueDeclare("q"));
    }

    @Test
    void thereAreOnlySoManyChannels() {
        replaceWorld(MemoryConnection.open(options -> options.channelMax(1)));
        assertThrows(IllegalStateException.class, () -> world.connection.openChannel());
        get(channel.close());
        assertEquals(1, get(world.connection.openChannel()).number());
    }

    @Test
    void anOversizedMessageOfAGetIsAFailure() {
        replaceWorld(MemoryConnection.open(options -> options.maxMessageSize(10)));
        world.adapter.io(
                () -> world.broker.answer("basic.get", get -> world.broker.getOk(get, "", "", Map.of(), new byte[11])));
        AmqpException failure = failure(AmqpException.class, channel.basicGet(BasicMethod.Get.of("q")));
        assertTrue(failure.getMessage().contains("11 bytes, more than the maxMessageSize of 10"), failure.getMessage());
        assertTrue(channel.isOpen());
    }
}
