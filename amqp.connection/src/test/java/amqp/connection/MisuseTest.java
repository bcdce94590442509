// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.codec.method.TxMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the broker would close the channel for is refused before anything is sent. */
class MisuseTest {
    private final ScriptedConnection world = ScriptedConnection.open();
    private final ChannelEngine channel = world.channel();

    private <T extends Throwable> String refused(Class<T> kind, Method method) {
        long octets = world.engine.outboundBytes();
        String message =
                assertThrows(kind, () -> world.call(channel, method, null)).getMessage();
        assertEquals(octets, world.engine.outboundBytes());
        assertTrue(channel.isOpen());
        return message;
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            world.broker.deliver(1, "tag", "", "q", Map.of(), new byte[1]);
        }
        world.run();
    }

    private void consume(boolean noAck) {
        world.consume(channel, BasicMethod.Consume.of("q").consumerTag("tag").noAck(noAck), null)
                .run();
    }

    @Test
    void aMessageIsAcknowledgedOnce() {
        consume(false);
        deliver(3);
        world.call(channel, new BasicMethod.Ack(1, false), null);
        assertEquals(
                "message 1 of channel 1 awaits no acknowledgement: it came without the need of one, or was acknowledged,"
                        + " rejected or recovered before; acknowledge each message once",
                refused(DeliveryTagException.class, new BasicMethod.Ack(1, false)));
        refused(DeliveryTagException.class, new BasicMethod.Nack(1, false, true));
        refused(DeliveryTagException.class, new BasicMethod.Reject(1, true));
        assertEquals(
                "channel 1 never delivered a message with tag 4; acknowledge a message on the channel that it came on",
                refused(DeliveryTagException.class, new BasicMethod.Ack(4, true)));
        assertTrue(refused(DeliveryTagException.class, new BasicMethod.Ack(0, false))
                .startsWith("delivery tag 0 stands for all messages of channel 1 and needs multiple"));
        world.call(channel, new BasicMethod.Nack(3, true, false), null);
        world.noViolations();
    }

    @Test
    void whatNeedsNoAcknowledgementTakesNone() {
        consume(true);
        deliver(1);
        refused(DeliveryTagException.class, new BasicMethod.Ack(1, false));
    }

    @Test
    void aMessageThatWasFetchedIsAcknowledgedOnce() {
        world.broker.answer("basic.get", get -> world.broker.getOk(get, "", "q", Map.of(), new byte[1]));
        world.call(channel, BasicMethod.Get.of("q"), "get").run();
        world.next(Event.Got.class);
        world.call(channel, new BasicMethod.Reject(1, true), null);
        refused(DeliveryTagException.class, new BasicMethod.Reject(1, true));
        world.noViolations();
    }

    @Test
    void acknowledgementsThatWaitAreCheckedWhenTheyAreGiven() {
        consume(false);
        deliver(2);
        world.broker.ignore("basic.qos");
        world.call(channel, BasicMethod.Qos.of(1), null);
        world.call(channel, new BasicMethod.Ack(1, false), null);
        refused(DeliveryTagException.class, new BasicMethod.Ack(1, false));
    }

    @Test
    void whatIsRecoveredIsAcknowledgedUnderItsNewTag() {
        consume(false);
        deliver(1);
        world.call(channel, BasicMethod.Recover.of(true), null);
        refused(DeliveryTagException.class, new BasicMethod.Ack(1, false));
        world.run();
        deliver(1);
        world.call(channel, new BasicMethod.Ack(2, false), null);
        refused(DeliveryTagException.class, new BasicMethod.Ack(2, false));
    }

    @Test
    void aRecoverThatWasNeverSentLeavesItToTheBroker() {
        consume(false);
        deliver(1);
        world.broker.ignore("basic.qos");
        world.call(channel, BasicMethod.Qos.of(1), null).call(channel, BasicMethod.Recover.of(true), "recover");
        world.run().advance(ScriptedConnection.LIMIT);
        assertEquals("recover", world.takeAll(Event.TimedOut.class).get(0).attachment());
        world.call(channel, new BasicMethod.Ack(1, false), null);
    }

    @Test
    void confirmsAndTransactionsExcludeEachOther() {
        world.call(channel, ConfirmMethod.Select.of(), null);
        assertEquals(
                "channel 1 is in confirm mode, which excludes transactions; use another channel for transactions",
                refused(IllegalStateException.class, new TxMethod.Select()));
        world.run();
        refused(IllegalStateException.class, new TxMethod.Select());
        world.call(channel, ConfirmMethod.Select.of(), null).run(); // once more is harmless
        ChannelEngine other = world.channel();
        world.call(other, new TxMethod.Select(), null);
        assertEquals(
                "channel 2 uses transactions, which excludes confirms; use another channel for confirms",
                assertThrows(IllegalStateException.class, () -> world.call(other, ConfirmMethod.Select.of(), null))
                        .getMessage());
        world.noViolations();
    }

    @Test
    void aRollbackMakesMessagesOutstandingAgain() {
        consume(false);
        deliver(1);
        for (Method method : List.of(
                new TxMethod.Select(),
                new BasicMethod.Ack(1, false),
                new TxMethod.Rollback(),
                new BasicMethod.Ack(1, false),
                new TxMethod.Commit())) {
            world.call(channel, method, null).run();
        }
        assertTrue(channel.isOpen());
    }
}
