// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.scripted.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * What RabbitMQ 4.0 to 4.3 refuse and 3 took, with their codes and texts: the application is told them, and what did not
 * need the refused goes on.
 */
class LaterBrokersTest {
    private static final byte[] NOTHING = {};
    private static final int BASIC = 60;
    private static final int CONSUME = 20;
    private static final int PUBLISH = 40;

    /** On a quorum queue. */
    @Test
    void channelWideQos540EndsTheConnection() {
        String text = "NOT_IMPLEMENTED - queue 'q' in vhost '/' does not support global qos";
        try (var world = MemoryConnection.open()) {
            world.broker.answer("basic.consume", any -> {
                world.broker.closeConnection(540, text, BASIC, CONSUME);
                return NOTHING;
            });
            Channel channel = world.channel();
            get(channel.basicQos(BasicMethod.Qos.of(10).global(true)));
            CompletionStage<?> consume = channel.basicConsume("q", delivery -> {});
            assertRefused(540, text, failure(ClosedException.class, consume));
            assertEquals(
                    540,
                    assertInstanceOf(CloseReason.ByPeer.class, get(world.connection.closed()))
                            .code());
        }
    }

    /** With recovery it costs the consumer that was refused, once. */
    @Test
    void channelWideQos540IsNotAskedForAgain() {
        try (var losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.basicQos(BasicMethod.Qos.of(10).global(true)));
            losses.adapter.io(() -> losses.broker().answer("basic.consume", any -> {
                losses.broker().closeConnection(540, "NOT_IMPLEMENTED - no global qos", BASIC, CONSUME);
                return NOTHING;
            }));
            assertEquals(
                    540,
                    failure(ClosedException.class, channel.basicConsume("q", delivery -> {}))
                            .replyCode());
            assertTrue(losses.awaitReport(0).isComplete());
            assertFalse(
                    losses.received().contains("basic.consume"),
                    losses.received().toString());
            get(channel.basicConsume("q", delivery -> {}));
        }
    }

    /** On a stream queue. */
    @Test
    void channelWideQos406EndsTheChannelAlone() {
        String text = "PRECONDITION_FAILED - consumer prefetch count is not set for stream 'q' in vhost '/'";
        try (var world = MemoryConnection.open()) {
            world.broker.answer("basic.consume", consume -> {
                world.broker.closeChannel(consume.channel(), 406, text, BASIC, CONSUME);
                return NOTHING;
            });
            Channel channel = world.channel();
            Channel other = world.channel();
            get(channel.basicQos(BasicMethod.Qos.of(10).global(true)));
            assertRefused(406, text, failure(ClosedException.class, channel.basicConsume("q", delivery -> {})));
            assertEquals(
                    406,
                    assertInstanceOf(CloseReason.ByPeer.class, get(channel.closed()))
                            .code());
            assertEquals("other", get(other.queueDeclare("other")).queue());
            assertEquals(List.of(), world.violations());
        }
    }

    @Test
    void sharedQueueThatIsNotDurable541EndsTheConnection() {
        try (var world = MemoryConnection.open()) {
            refuseTransientQueues(world.broker);
            Channel channel = world.channel();
            Channel other = world.channel();
            assertRefused(
                    541,
                    DEPRECATED,
                    failure(
                            ClosedException.class,
                            channel.queueDeclare(QueueMethod.Declare.of("q").durable(false))));
            assertRefused(
                    541,
                    DEPRECATED,
                    failure(
                            ClosedException.class,
                            other.queueDeclare(QueueMethod.Declare.of("q2").durable(false))));
            assertEquals(
                    541,
                    assertInstanceOf(CloseReason.ByPeer.class, get(world.connection.closed()))
                            .code());
        }
    }

    @Test
    void sharedQueueThatIsNotDurable541IsNotDeclaredAgain() {
        try (var losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            losses.adapter.io(() -> refuseTransientQueues(losses.broker()));
            assertRefused(
                    541,
                    DEPRECATED,
                    failure(
                            ClosedException.class,
                            channel.queueDeclare(QueueMethod.Declare.of("q").durable(false))));
            assertTrue(losses.awaitReport(0).isComplete());
            assertFalse(
                    losses.received().contains("queue.declare"),
                    losses.received().toString());
        }
    }

    /** The broker was updated while the connection was away: given again, it would end every new connection. */
    @Test
    void sharedQueueOfBeforeAnUpdateDoesNotKeepTheConnectionAway() {
        try (var losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare(QueueMethod.Declare.of("transient").durable(false)));
            get(channel.queueDeclare(QueueMethod.Declare.durable("durable")));
            losses.prepared = LaterBrokersTest::refuseTransientQueues;
            RecoveryReport report = losses.loseAndRecover();
            var missing = report.missing();
            assertEquals(1, missing.size(), report.toString());
            assertEquals(
                    QueueMethod.Declare.of("transient").durable(false),
                    missing.get(0).method());
            assertTrue(
                    missing.get(0).problem().contains(DEPRECATED),
                    missing.get(0).problem());
            assertTrue(channel.isOpen());
            assertEquals(ConnectionState.OPEN, losses.connection.state());
        }
    }

    /** Which of the consumers it is, the broker does not say. */
    @Test
    void consumersOfBeforeAnUpdateDoNotKeepTheOthersAway() {
        try (var losses = new Losses(Losses.SOON)) {
            for (String queue : List.of("a", "quorum-1", "b", "quorum-2", "c")) {
                Channel channel = get(losses.connection.openChannel());
                get(channel.basicQos(BasicMethod.Qos.of(10).global(true)));
                get(channel.basicConsume(BasicMethod.Consume.of(queue).consumerTag(queue), delivery -> {}));
            }
            losses.prepared = broker -> broker.answer("basic.consume", consume -> {
                if (consume.text("queue").startsWith("quorum")) {
                    broker.closeConnection(540, "NOT_IMPLEMENTED - no global qos", 0, 0);
                } else {
                    broker.send(consume.channel(), "basic.consume-ok", consume.text("consumer-tag"));
                }
                return NOTHING;
            });
            RecoveryReport report = losses.loseAndRecover();
            assertEquals(
                    List.of("quorum-1", "quorum-2"),
                    report.missing().stream()
                            .map(item -> ((BasicMethod.Consume) item.method()).queue())
                            .sorted()
                            .toList());
        }
    }

    /** An operator's close blames no command, however often it comes. */
    @Test
    void forcedCloseDuringARecoveryGivesUpNothing() {
        try (var losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.queueDeclare(QueueMethod.Declare.durable("q")));
            losses.prepared = broker -> {
                if (losses.brokers.size() < 5) {
                    broker.answer("queue.declare", any -> {
                        broker.closeConnection(320, "CONNECTION_FORCED - maintenance", 0, 0);
                        return NOTHING;
                    });
                }
            };
            assertTrue(losses.loseAndRecover().isComplete());
            assertEquals(6, losses.brokers.size());
        }
    }

    private static final String DEPRECATED = "INTERNAL_ERROR - Feature `transient_nonexcl_queues` is deprecated. "
            + "By default, this feature is not permitted";

    private static ScriptedBroker refuseTransientQueues(ScriptedBroker broker) {
        return broker.answer("queue.declare", declare -> {
            if (declare.flag("durable") || declare.flag("exclusive")) {
                broker.send(declare.channel(), "queue.declare-ok", declare.text("queue"), 0, 0);
            } else {
                broker.closeConnection(541, DEPRECATED, 0, 0);
            }
            return NOTHING;
        });
    }

    @Test
    void frameMaxThatIsTooSmall530IsTheReasonThatConnectingFails() {
        String text = "NOT_ALLOWED - negotiated frame_max = 4096 is lower than the minimum allowed value (8192)";
        var broker = ScriptedBroker.automatic();
        broker.answer("connection.open", any -> {
            broker.closeConnection(530, text, 10, 31);
            return NOTHING;
        });
        try (var adapter = new MemoryAdapter().listen(Address.PORT, broker)) {
            var options = ConnectionOptions.builder()
                    .address("memory", Address.PORT)
                    .adapter(adapter)
                    .recovery(RecoveryOptions.NONE)
                    .frameMax(4096)
                    .build();
            var failure = failure(ConnectionFailedException.class, Connection.open(options));
            assertTrue(failure.getMessage().contains("4096 is lower than"), failure.getMessage());
            assertEquals(
                    530,
                    assertInstanceOf(CloseReason.ByPeer.class, failure.reason()).code());
        }
    }

    /** Beyond 16 MiB, which RabbitMQ 4 takes as the largest message. */
    @Test
    void messageThatIsTooLarge406EndsTheChannelAlone() {
        String text = "PRECONDITION_FAILED - message size 17825792 is larger than configured max size 16777216";
        try (var world = MemoryConnection.open()) {
            world.broker.verdicts(publish -> {
                if (publish.body().length < 100) {
                    return Verdict.ACK;
                }
                world.broker.closeChannel(publish.channel(), 406, text, BASIC, PUBLISH);
                return Verdict.NONE;
            });
            Channel channel = world.confirmingChannel();
            Channel other = world.confirmingChannel();
            var large = channel.publishConfirmed(BasicMethod.Publish.of("", "q"), Message.of(new byte[200]));
            assertRefused(406, text, failure(UnconfirmedException.class, large).why());
            var reason = assertInstanceOf(CloseReason.ByPeer.class, get(channel.closed()));
            assertEquals(406, reason.code());
            assertEquals(text, reason.text());
            var small = other.publishConfirmed(BasicMethod.Publish.of("", "q"), Message.of(new byte[1]));
            assertEquals(amqp.connection.Verdict.ACKED, get(small));
            assertEquals(List.of(), world.violations());
        }
    }

    private static void assertRefused(int code, String text, ClosedException failure) {
        assertEquals(code, failure.replyCode());
        assertTrue(failure.getMessage().contains(text), failure.getMessage());
    }
}
