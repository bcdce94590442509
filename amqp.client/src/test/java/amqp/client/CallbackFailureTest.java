// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackFailureTest {
    private final LinkedBlockingQueue<CallbackFailure> failures = new LinkedBlockingQueue<>();
    /** Checked, as it may escape code that is not Java's. */
    private final Exception thrown = new Exception("contained");

    private final MemoryConnection world = MemoryConnection.open(options -> options.onCallbackFailure(failure -> {
        failures.add(failure);
        throw new IllegalArgumentException("a handler that fails, too");
    }));

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private void expect(Object origin, String callback) throws InterruptedException {
        CallbackFailure failure = failures.poll(MemoryConnection.LONG.toSeconds(), TimeUnit.SECONDS);
        assertEquals(callback, failure.callback());
        assertSame(origin, failure.origin());
        assertSame(thrown, failure.thrown());
    }

    private void fail() {
        MemoryConnection.<RuntimeException>throwAny(thrown);
    }

    @Test
    void eachMessageReachesAConsumerThatAlwaysFails() {
        for (Dispatch dispatch : Dispatch.values()) {
            Channel channel = world.channel(dispatch);
            LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();
            String tag = get(channel.basicConsume("q", delivery -> {
                bodies.add(MemoryConnection.text(delivery));
                fail();
            }));
            world.deliver(channel.number(), tag, "a", "b", "c", "d", "e", "f");
            MemoryConnection.await(() -> bodies.size() == 6, bodies::toString);
            MemoryConnection.await(() -> failures.size() == 6, failures::toString);
            failures.clear();
            assertEquals("q", get(channel.queueDeclare("q")).queue());
        }
    }

    @Test
    void aConditionThatFailsIsReported() throws InterruptedException {
        Channel channel = world.channel();
        world.connection
                .callbacks()
                .register(
                        Trigger.on(channel, QueueMethod.PurgeOk.class).when(ok -> {
                            fail();
                            return true;
                        }),
                        ok -> {});
        get(channel.queuePurge(QueueMethod.Purge.of("q")));
        expect(channel, "a registered callback");
    }

    @Test
    void tellsWhatFailed() throws InterruptedException {
        for (Dispatch dispatch : Dispatch.values()) {
            Channel channel = world.channel(dispatch);
            channel.queueDeclare(QueueMethod.Declare.of("q"), (reply, failure) -> fail());
            expect(channel, "the callback of a command");
            String tag = get(channel.basicConsume("q", delivery -> fail()));
            world.deliver(channel.number(), tag, "m");
            expect(channel, "the consumer");
            world.connection.callbacks().register(Trigger.on(channel, QueueMethod.PurgeOk.class), ok -> fail());
            get(channel.queuePurge(QueueMethod.Purge.of("q")));
            expect(channel, "a registered callback");
            channel.execute(this::fail);
            expect(channel, "a task");
            get(channel.confirmSelect());
            channel.publishConfirmed(BasicMethod.Publish.of("", "q"), Message.of(new byte[1]), v -> fail());
            CallbackFailure publish = failures.poll(MemoryConnection.LONG.toSeconds(), TimeUnit.SECONDS);
            assertTrue(publish.callback().startsWith("the callback of a publish"), publish.callback());
            assertTrue(channel.isOpen());
        }
    }

    @Test
    void tellsWhatOfTheConnectionFailed() throws InterruptedException {
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                fail();
            }
        });
        world.adapter.io(() -> world.broker.block("disk"));
        expect(world.connection, "a connection listener");
        world.connection.schedule(Duration.ZERO, this::fail);
        expect(world.connection, "a scheduled task");
        world.connection.updateSecret(new byte[1], "due", (reply, failure) -> fail());
        expect(world.connection, "the callback of a command");
        assertTrue(world.connection.isOpen());
    }
}
