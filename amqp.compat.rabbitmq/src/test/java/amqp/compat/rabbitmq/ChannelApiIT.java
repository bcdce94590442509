// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.LongStringHelper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API of connection and channel, on a real broker. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class ChannelApiIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private interface Program {
        void run(Connection connection, Channel channel) throws Exception;
    }

    private static void with(Library library, Program program) throws Exception {
        try (Connection connection = library.factory(Nodes.NODE).newConnection()) {
            program.run(connection, connection.createChannel());
        }
    }

    private static ShutdownSignalException signalOf(IOException failure) {
        return assertInstanceOf(ShutdownSignalException.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void declaresBindsPublishesAndGets(Library library) throws Exception {
        with(library, (connection, channel) -> {
            String queue = channel.queueDeclare().getQueue();
            assertTrue(queue.startsWith("amq.gen-"));
            channel.exchangeDeclare("compat.topic", BuiltinExchangeType.TOPIC, false, true, null);
            channel.queueBind(queue, "compat.topic", "a.#");
            channel.basicPublish("compat.topic", "a.b", null, "one".getBytes(UTF_8));
            channel.basicPublish("compat.topic", "a.c", MessageProperties.TEXT_PLAIN, "two".getBytes(UTF_8));
            Await.until(PATIENCE, () -> count(channel, queue) == 2, () -> "two messages");

            GetResponse first = channel.basicGet(queue, false);
            assertEquals("one", new String(first.getBody(), UTF_8));
            assertEquals(1, first.getMessageCount());
            assertEquals("a.b", first.getEnvelope().getRoutingKey());
            assertEquals("compat.topic", first.getEnvelope().getExchange());
            assertFalse(first.getEnvelope().isRedeliver());
            channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
            Await.until(PATIENCE, () -> count(channel, queue) == 2, () -> "it is back");
            assertTrue(channel.basicGet(queue, true).getEnvelope().isRedeliver());
            assertEquals("text/plain", channel.basicGet(queue, true).getProps().getContentType());
            assertNull(channel.basicGet(queue, true));

            channel.queueUnbind(queue, "compat.topic", "a.#");
            assertEquals(0, channel.queuePurge(queue).getMessageCount());
            assertEquals(0, channel.consumerCount(queue));
            assertEquals(0, channel.queueDelete(queue).getMessageCount());
        });
    }

    private static long count(Channel channel, String queue) {
        try {
            return channel.messageCount(queue);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void propertiesAndHeadersComeAsTheyWere(Library library) throws Exception {
        Map<String, Object> nested = new HashMap<>();
        nested.put("inner", LongStringHelper.asLongString("text"));
        Map<String, Object> headers = new HashMap<>();
        headers.put("string", LongStringHelper.asLongString("text"));
        headers.put("int", 1);
        headers.put("long", 1L << 40);
        headers.put("short", (short) 2);
        headers.put("byte", (byte) 3);
        headers.put("bool", true);
        headers.put("double", 1.5);
        headers.put("float", 2.5f);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("date", new Date(1_700_000_000_000L));
        headers.put("null", null);
        headers.put("table", nested);
        headers.put("list", Arrays.asList(1, LongStringHelper.asLongString("two"), null));
        AMQP.BasicProperties properties = new AMQP.BasicProperties(
                "text/plain",
                "gzip",
                headers,
                2,
                4,
                "correlation",
                "reply",
                "60000",
                "id",
                new Date(1_700_000_000_000L),
                "type",
                "guest",
                "app",
                "cluster");
        with(library, (connection, channel) -> {
            String queue = channel.queueDeclare().getQueue();
            Map<String, Object> bytes = new HashMap<>(headers);
            bytes.put("bytes", new byte[] {1, 2});
            channel.basicPublish("", queue, properties.builder().headers(bytes).build(), new byte[0]);
            Await.until(PATIENCE, () -> count(channel, queue) == 1, () -> "a message");
            AMQP.BasicProperties got = channel.basicGet(queue, true).getProps();
            Map<String, Object> gotHeaders = new HashMap<>(got.getHeaders());
            assertArrayEquals(new byte[] {1, 2}, (byte[]) gotHeaders.remove("bytes"));
            assertEquals(properties, got.builder().headers(gotHeaders).build());
            assertInstanceOf(LongString.class, gotHeaders.get("string"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerIsToldItsWholeLife(Library library) throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        with(library, (connection, channel) -> {
            String queue = channel.queueDeclare("", false, true, false, null).getQueue();
            channel.basicQos(10);
            DefaultConsumer consumer = new DefaultConsumer(channel) {
                @Override
                public void handleConsumeOk(String consumerTag) {
                    super.handleConsumeOk(consumerTag);
                    events.add("consume-ok " + consumerTag);
                }

                @Override
                public void handleDelivery(
                        String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                        throws IOException {
                    events.add(envelope.getDeliveryTag() + " " + new String(body, UTF_8));
                    getChannel().basicAck(envelope.getDeliveryTag(), false);
                }

                @Override
                public void handleCancelOk(String consumerTag) {
                    events.add("cancel-ok " + consumerTag);
                }

                @Override
                public void handleCancel(String consumerTag) {
                    events.add("cancelled " + consumerTag);
                }

                @Override
                public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
                    events.add("shutdown " + consumerTag + " " + signal.isInitiatedByApplication());
                }
            };
            channel.basicPublish("", queue, null, "one".getBytes(UTF_8));
            assertEquals("first", channel.basicConsume(queue, false, "first", consumer));
            assertEquals("consume-ok first", next(events));
            assertEquals("first", consumer.getConsumerTag());
            assertEquals("1 one", next(events));
            channel.basicCancel("first");
            assertEquals("cancel-ok first", next(events));
            assertThrows(IOException.class, () -> channel.basicCancel("first"));

            channel.basicConsume(queue, false, "second", consumer);
            assertEquals("consume-ok second", next(events));
            channel.queueDelete(queue);
            assertEquals("cancelled second", next(events));

            String another = channel.queueDeclare().getQueue();
            channel.basicConsume(another, false, "third", consumer);
            assertEquals("consume-ok third", next(events));
            channel.close();
            assertEquals("shutdown third true", next(events));
        });
    }

    private static String next(BlockingQueue<String> events) throws InterruptedException {
        return events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void confirmsHaveTheNumbersOfTheirPublishes(Library library) throws Exception {
        with(library, (connection, channel) -> {
            String queue = "compat.full." + library;
            channel.queueDeclare(queue, false, true, true, Map.of("x-max-length", 2, "x-overflow", "reject-publish"));
            ConcurrentSkipListSet<Long> outstanding = new ConcurrentSkipListSet<>();
            ConcurrentSkipListSet<Long> nacked = new ConcurrentSkipListSet<>();
            channel.addConfirmListener(
                    (number, multiple) -> settle(outstanding, number, multiple), (number, multiple) -> {
                        nacked.add(number);
                        settle(outstanding, number, multiple);
                    });
            assertEquals(0, channel.getNextPublishSeqNo());
            channel.confirmSelect();
            assertEquals(1, channel.getNextPublishSeqNo());
            for (int i = 1; i <= 2; i++) {
                outstanding.add(channel.getNextPublishSeqNo());
                channel.basicPublish("", queue, null, new byte[0]);
            }
            assertTrue(channel.waitForConfirms());
            outstanding.add(3L);
            channel.basicPublish("", queue, null, new byte[0]);
            assertFalse(channel.waitForConfirms(PATIENCE.toMillis()));
            assertTrue(channel.waitForConfirms(), "what was told once is not told again");
            Await.until(PATIENCE, outstanding::isEmpty, () -> "without a verdict: " + outstanding);
            assertEquals(List.of(3L), List.copyOf(nacked));
            assertEquals(4, channel.getNextPublishSeqNo());

            channel.basicPublish("", queue, null, new byte[0]);
            assertThrows(IOException.class, () -> channel.waitForConfirmsOrDie(PATIENCE.toMillis()));
            assertFalse(channel.isOpen());
        });
    }

    private static void settle(ConcurrentSkipListSet<Long> outstanding, long number, boolean multiple) {
        if (multiple) {
            outstanding.headSet(number, true).clear();
        } else {
            outstanding.remove(number);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitingForConfirmsNeedsConfirmMode(Library library) throws Exception {
        with(
                library,
                (connection, channel) -> assertThrows(IllegalStateException.class, () -> channel.waitForConfirms()));
    }

    @ParameterizedTest
    @EnumSource
    void whatNoQueueTakesComesBackBeforeItsConfirm(Library library) throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        with(library, (connection, channel) -> {
            channel.addReturnListener(returned -> events.add(returned.getReplyCode() + " " + returned.getReplyText()
                    + " " + returned.getRoutingKey() + " " + new String(returned.getBody(), UTF_8)));
            channel.addConfirmListener(
                    (number, multiple) -> events.add("ack " + number), (number, multiple) -> events.add("nack"));
            channel.confirmSelect();
            channel.basicPublish("", "nowhere", true, null, "lost".getBytes(UTF_8));
            assertEquals("312 NO_ROUTE nowhere lost", next(events));
            assertEquals("ack 1", next(events));
        });
    }

    @ParameterizedTest
    @EnumSource
    void transactionsCommitAndRollBack(Library library) throws Exception {
        with(library, (connection, channel) -> {
            String queue = channel.queueDeclare().getQueue();
            channel.txSelect();
            channel.basicPublish("", queue, null, new byte[0]);
            channel.txRollback();
            channel.basicPublish("", queue, null, new byte[0]);
            channel.txCommit();
            assertEquals(1, channel.messageCount(queue));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedCommandEndsItsChannelWithTheBrokersCode(Library library) throws Exception {
        with(library, (connection, channel) -> {
            BlockingQueue<ShutdownSignalException> signals = new LinkedBlockingQueue<>();
            channel.addShutdownListener(signals::add);
            IOException failure = assertThrows(IOException.class, () -> channel.queueDeclarePassive("not there"));
            ShutdownSignalException signal = signalOf(failure);
            assertFalse(signal.isHardError());
            assertFalse(signal.isInitiatedByApplication());
            AMQP.Channel.Close reason = assertInstanceOf(AMQP.Channel.Close.class, signal.getReason());
            assertEquals(AMQP.NOT_FOUND, reason.getReplyCode());
            assertEquals(50, reason.getClassId());
            assertEquals(10, reason.getMethodId());
            assertNotNull(signals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertFalse(channel.isOpen());
            assertThrows(AlreadyClosedException.class, () -> channel.basicPublish("", "q", null, new byte[0]));
            assertThrows(AlreadyClosedException.class, () -> channel.queueDeclare());
            assertThrows(AlreadyClosedException.class, channel::close);
            channel.abort();
            assertTrue(connection.isOpen());
            assertTrue(connection.createChannel().isOpen());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aCommandMayBeGivenAsItsMethod(Library library) throws Exception {
        with(library, (connection, channel) -> {
            AMQP.Queue.Declare declare =
                    new AMQP.Queue.Declare.Builder().queue("").exclusive().build();
            Command command = channel.rpc(declare);
            String queue = assertInstanceOf(AMQP.Queue.DeclareOk.class, command.getMethod())
                    .getQueue();
            Command later = channel.asyncCompletableRpc(
                            new AMQP.Queue.Purge.Builder().queue(queue).build())
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertInstanceOf(AMQP.Queue.PurgeOk.class, later.getMethod());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aChannelHasItsReasonAndItsListenersWereToldWhenCloseReturns(Library library) throws Exception {
        with(library, (connection, channel) -> {
            List<ShutdownSignalException> told = new CopyOnWriteArrayList<>();
            channel.addShutdownListener(told::add);
            channel.close(320, "enough");
            ShutdownSignalException reason = channel.getCloseReason();
            assertTrue(reason.isInitiatedByApplication());
            assertEquals(List.of(reason), told);
            assertThrows(AlreadyClosedException.class, channel::close);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aClosedConnectionTellsAllOfItsChannels(Library library) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Connection connection = library.factory(Nodes.NODE).newConnection("told");
        assertEquals("told", connection.getClientProvidedName());
        Channel channel = connection.createChannel(7);
        assertEquals(7, channel.getChannelNumber());
        assertNull(connection.createChannel(7));
        connection.addShutdownListener(
                signal -> told.add("connection " + signal.isHardError() + " " + signal.isInitiatedByApplication()));
        channel.addShutdownListener(
                signal -> told.add("channel " + signal.isHardError() + " " + signal.isInitiatedByApplication()));
        connection.close(320, "going away");
        assertNotNull(connection.getCloseReason());
        Await.until(PATIENCE, () -> told.size() == 2, () -> "told: " + told);
        assertEquals(
                List.of("channel true true", "connection true true"),
                told.stream().sorted().toList());
        assertThrows(AlreadyClosedException.class, () -> connection.createChannel());
        assertThrows(AlreadyClosedException.class, connection::close);
        connection.abort();
        AMQP.Connection.Close reason = assertInstanceOf(
                AMQP.Connection.Close.class, connection.getCloseReason().getReason());
        assertEquals(320, reason.getReplyCode());
        assertEquals("going away", reason.getReplyText());
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatCannotBeOpenedFailsAsEver(Library library) {
        ConnectionFactory wrongPassword = library.factory(Nodes.NODE);
        wrongPassword.setPassword("wrong");
        assertThrows(AuthenticationFailureException.class, wrongPassword::newConnection);
        ConnectionFactory nobodyThere = library.factory(1);
        assertThrows(ConnectException.class, nobodyThere::newConnection);
        ConnectionFactory noSuchHost = library.factory(Nodes.NODE);
        noSuchHost.setVirtualHost("/none");
        assertThrows(IOException.class, noSuchHost::newConnection);
    }
}
