// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The null broker, as the other client sees it. */
class NullBrokerTest {
    private static final int DEADLINE_MILLIS = 20_000;

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private NullBroker broker;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        broker = NullBroker.start(0);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setChannelRpcTimeout(DEADLINE_MILLIS);
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close(DEADLINE_MILLIS);
        broker.close();
    }

    @Test
    void answersEveryDeclare() throws Exception {
        assertEquals("null.queue", channel.queueDeclare().getQueue());
        assertEquals(
                "named", channel.queueDeclare("named", true, false, false, null).getQueue());
        channel.exchangeDeclare("exchange", BuiltinExchangeType.TOPIC);
        channel.exchangeBind("exchange", "amq.topic", "#");
        channel.exchangeUnbind("exchange", "amq.topic", "#");
        channel.queueBind("named", "exchange", "#");
        channel.queueUnbind("named", "exchange", "#");
        assertEquals(0, channel.queuePurge("named").getMessageCount());
        assertNull(channel.basicGet("named", true));
        channel.queueDelete("named");
        channel.exchangeDelete("exchange");
        channel.txSelect();
        channel.txCommit();
        channel.txRollback();
        channel.basicRecover(true);
        assertTrue(channel.isOpen());
    }

    @Test
    void noWaitIsNotAnswered() throws Exception {
        channel.queueDeclareNoWait("queue", false, false, false, null);
        // Otherwise this would get the answer to the method before.
        assertEquals(
                "other",
                channel.queueDeclare("other", false, false, false, null).getQueue());
    }

    @Test
    void dropsWhatIsPublishedAndStillAnswers() throws Exception {
        for (int size : new int[] {0, 1, 1000, 131_064, 131_065, 1_000_000}) {
            for (int i = 0; i < 50; i++) {
                channel.basicPublish("", "nowhere", null, new byte[size]);
            }
            channel.basicQos(0);
        }
        assertTrue(channel.isOpen());
    }

    @Test
    void confirmsWhatCameSinceConfirmSelect() throws Exception {
        AtomicLong confirmed = new AtomicLong();
        channel.basicPublish("", "nowhere", null, new byte[10]);
        channel.confirmSelect();
        channel.addConfirmListener((tag, multiple) -> confirmed.set(tag), (tag, multiple) -> {});
        for (int i = 0; i < 5000; i++) {
            channel.basicPublish("", "nowhere", null, new byte[10]);
        }
        assertTrue(channel.waitForConfirms(DEADLINE_MILLIS));
        assertEquals(5000, confirmed.get());
        Channel other = connection.createChannel();
        other.confirmSelect();
        other.basicPublish("", "nowhere", null, new byte[10]);
        assertTrue(other.waitForConfirms(DEADLINE_MILLIS));
    }

    @Test
    void blastsTheNumberAndSizeThatTheQueueNames() throws Exception {
        consume(channel, "blast.10000.33", true);
        for (int tag = 1; tag <= 10_000; tag++) {
            Delivery delivery = next();
            assertEquals(tag, delivery.getEnvelope().getDeliveryTag());
            assertArrayEquals(new byte[33], delivery.getBody());
        }
        consume(channel, "blast.3.0", true);
        for (int tag = 10_001; tag <= 10_003; tag++) {
            assertEquals(tag, next().getEnvelope().getDeliveryTag());
        }
        assertNothingMore();
    }

    @Test
    void blastsBodiesOfSeveralFrames() throws Exception {
        consume(channel, "blast.3.300000", true);
        for (int i = 0; i < 3; i++) {
            assertEquals(300_000, next().getBody().length);
        }
        assertNothingMore();
    }

    @Test
    void blastsNoMoreThanTheWindow() throws Exception {
        channel.basicQos(10);
        consume(channel, "blast.100.5", false);
        take(10);
        assertNothingMore();
        channel.basicAck(4, true);
        take(4);
        assertNothingMore();
        channel.basicAck(5, false);
        take(1);
        assertNothingMore();
        channel.basicAck(0, true);
        take(10);
        assertNothingMore();
    }

    @Test
    void answersInTheMidstOfABlast() throws Exception {
        consume(channel, "blast.300000.100", true);
        Channel other = connection.createChannel();
        for (int i = 0; i < 50; i++) {
            other.basicQos(i);
        }
        take(300_000);
        assertNothingMore();
    }

    @Test
    void blastsToSeveralConsumersInTurn() throws Exception {
        Channel other = connection.createChannel();
        String first = consume(channel, "blast.1000.5", true);
        String second = consume(channel, "blast.1000.6", true);
        consume(other, "blast.1000.7", true);
        int[] received = new int[8];
        for (int i = 0; i < 3000; i++) {
            received[next().getBody().length]++;
        }
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 1000, 1000, 1000}, received);
        assertNothingMore();
        assertFalse(first.equals(second));
    }

    @Test
    void cancelEndsABlast() throws Exception {
        channel.basicQos(10);
        String tag = consume(channel, "blast.100.5", false);
        take(10);
        channel.basicCancel(tag);
        channel.basicAck(0, true);
        assertNothingMore();
    }

    @Test
    void echoesBodiesOfAnyNumberOfFrames() throws Exception {
        channel.basicConsume("echo", true, (tag, delivery) -> deliveries.add(delivery), tag -> {});
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 131_064, 131_065, 700_000}) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            channel.basicPublish("", "echo", null, body);
            channel.basicPublish("", "nowhere", null, body);
            assertArrayEquals(body, next().getBody());
        }
        assertNothingMore();
    }

    @Test
    void channelNumbersStartAfresh() throws Exception {
        channel.confirmSelect();
        channel.basicPublish("", "nowhere", null, new byte[10]);
        assertTrue(channel.waitForConfirms(DEADLINE_MILLIS));
        int number = channel.getChannelNumber();
        channel.close();
        Channel again = connection.createChannel(number);
        again.confirmSelect();
        again.basicPublish("", "nowhere", null, new byte[10]);
        assertTrue(again.waitForConfirms(DEADLINE_MILLIS));
    }

    private String consume(Channel on, String queue, boolean autoAck) throws Exception {
        return on.basicConsume(queue, autoAck, (tag, delivery) -> deliveries.add(delivery), tag -> {});
    }

    private void take(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private Delivery next() throws InterruptedException {
        Delivery delivery = deliveries.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        assertNotNull(delivery, "no delivery in time");
        return delivery;
    }

    /** The answer to a method comes after the deliveries that were due before it. */
    private void assertNothingMore() throws Exception {
        channel.queueDeclare();
        channel.queueDeclare();
        assertEquals("[]", Arrays.toString(deliveries.toArray()));
    }
}
