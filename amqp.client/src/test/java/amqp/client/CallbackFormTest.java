// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands that take a callback in place of giving a stage. */
class CallbackFormTest {
    private final MemoryConnection world = MemoryConnection.open(options -> options.callTimeout(Duration.ofSeconds(1)));
    private final Channel channel = world.channel();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    /** A callback whose one call can be awaited. */
    private static final class Heard<T> implements ReplyCallback<T> {
        private record End<T>(T reply, AmqpException failure) {}

        private final CompletableFuture<End<T>> end = new CompletableFuture<>();

        @Override
        public void completed(T reply, AmqpException failure) {
            assertTrue(end.complete(new End<>(reply, failure)), "called twice");
        }

        T reply() {
            assertNull(get(end).failure);
            return get(end).reply;
        }

        <F extends AmqpException> F failure(Class<F> kind) {
            assertNull(get(end).reply);
            return assertInstanceOf(kind, get(end).failure);
        }
    }

    private static <T> Heard<T> hear(Consumer<Heard<T>> command) {
        Heard<T> heard = new Heard<>();
        command.accept(heard);
        return heard;
    }

    @Test
    void hearTheReply() {
        assertEquals(
                new QueueMethod.DeclareOk("q", 0, 0),
                CallbackFormTest.<QueueMethod.DeclareOk>hear(
                                heard -> channel.queueDeclare(QueueMethod.Declare.of("q"), heard))
                        .reply());
        List<Heard<Method>> replies = List.of(
                hear(heard -> channel.exchangeDeclare(ExchangeMethod.Declare.of("x", "topic"), heard)),
                hear(heard -> channel.exchangeBind(ExchangeMethod.Bind.of("x", "y"), heard)),
                hear(heard -> channel.exchangeUnbind(ExchangeMethod.Unbind.of("x", "y"), heard)),
                hear(heard -> channel.exchangeDelete(ExchangeMethod.Delete.of("x"), heard)),
                hear(heard -> channel.queueBind(QueueMethod.Bind.of("q", "x"), heard)),
                hear(heard -> channel.queueUnbind(QueueMethod.Unbind.of("q", "x"), heard)),
                hear(heard -> channel.queuePurge(QueueMethod.Purge.of("q"), heard)),
                hear(heard -> channel.queueDelete(QueueMethod.Delete.of("q"), heard)),
                hear(heard -> channel.basicQos(BasicMethod.Qos.of(3), heard)),
                hear(heard -> channel.basicRecover(true, heard)),
                hear(channel::confirmSelect));
        assertEquals(
                List.of(
                        "exchange.declare-ok",
                        "exchange.bind-ok",
                        "exchange.unbind-ok",
                        "exchange.delete-ok",
                        "queue.bind-ok",
                        "queue.unbind-ok",
                        "queue.purge-ok",
                        "queue.delete-ok",
                        "basic.qos-ok",
                        "basic.recover-ok",
                        "confirm.select-ok"),
                replies.stream().map(heard -> heard.reply().protocolName()).toList());
    }

    @Test
    void transactionsHearTheReply() {
        List<Heard<Method>> replies =
                List.of(hear(channel::txSelect), hear(channel::txCommit), hear(channel::txRollback));
        assertEquals(
                List.of("tx.select-ok", "tx.commit-ok", "tx.rollback-ok"),
                replies.stream().map(heard -> heard.reply().protocolName()).toList());
    }

    @Test
    void consumingAndFetchingHearTheReply() {
        String tag = CallbackFormTest.<String>hear(
                        heard -> channel.basicConsume(BasicMethod.Consume.of("q"), delivery -> {}, heard))
                .reply();
        assertEquals(
                tag,
                CallbackFormTest.<BasicMethod.CancelOk>hear(heard -> channel.basicCancel(tag, heard))
                        .reply()
                        .consumerTag());
        assertEquals(
                Optional.empty(),
                CallbackFormTest.<Optional<Delivery>>hear(heard -> channel.basicGet(BasicMethod.Get.of("q"), heard))
                        .reply());
    }

    @Test
    void theConnectionsCommandsHearTheReply() {
        world.adapter.listen(2, ScriptedBroker.automatic());
        ConnectionOptions options =
                world.connection.options().toBuilder().address("memory", 2).build();
        Connection other = CallbackFormTest.<Connection>hear(heard -> Connection.open(options, heard))
                .reply();
        Channel opened = CallbackFormTest.<Channel>hear(heard -> other.openChannel(
                        ChannelOptions.builder().dispatch(Dispatch.EXECUTOR).build(), heard))
                .reply();
        assertEquals(1, opened.number());
        assertEquals(
                new ConnectionMethod.UpdateSecretOk(),
                CallbackFormTest.<ConnectionMethod.UpdateSecretOk>hear(
                                heard -> other.updateSecret(new byte[1], "renewal", heard))
                        .reply());
        Heard<Object> channelClosed = hear(opened::closed);
        Object channelReason = hear(heard -> opened.close(200, "done", heard)).reply();
        assertEquals(channelReason, channelClosed.reply());
        Heard<Object> closed = hear(other::closed);
        Object reason = hear(heard -> other.close(200, "done", heard)).reply();
        assertEquals(reason, closed.reply());
        assertInstanceOf(
                ClosedException.class,
                CallbackFormTest.<Channel>hear(heard -> other.openChannel(
                                ChannelOptions.builder()
                                        .dispatch(Dispatch.EXECUTOR)
                                        .build(),
                                heard))
                        .failure(AmqpException.class));
    }

    @Test
    void hearThatNobodyListensThere() {
        ConnectionOptions nowhere =
                world.connection.options().toBuilder().address("memory", 1).build();
        CallbackFormTest.<Connection>hear(heard -> Connection.open(nowhere, heard))
                .failure(ConnectionFailedException.class);
    }

    @Test
    void withNoWaitBothAreNull() {
        assertNull(CallbackFormTest.<QueueMethod.DeclareOk>hear(heard ->
                        channel.queueDeclare(QueueMethod.Declare.of("q").noWait(true), heard))
                .reply());
    }

    @Test
    void hearThatTheReplyDoesNotCome() {
        world.adapter.io(() -> world.broker.ignore("queue.declare"));
        CallbackFormTest.<QueueMethod.DeclareOk>hear(heard -> channel.queueDeclare(QueueMethod.Declare.of("q"), heard))
                .failure(CallTimeoutException.class);
    }

    @Test
    void hearWhyTheChannelIsClosed() {
        world.adapter.io(() -> world.broker.refuseOnce("queue.declare", 406, "inequivalent arg"));
        for (int i = 0; i < 2; i++) { // the one that closes it, and one that comes later
            assertEquals(
                    406,
                    CallbackFormTest.<QueueMethod.DeclareOk>hear(
                                    heard -> channel.queueDeclare(QueueMethod.Declare.of("q"), heard))
                            .failure(ClosedException.class)
                            .replyCode());
        }
    }

    @Test
    void whatACallbackThrowsEndsNothing() {
        channel.queueDeclare(QueueMethod.Declare.of("q"), (reply, failure) -> {
            throw new IllegalStateException("contained");
        });
        hear(heard -> channel.queueDeclare(QueueMethod.Declare.of("q"), heard)).reply();
        assertTrue(channel.isOpen());
    }

    @Test
    void runWhereTheDispatchSays() {
        CompletableFuture<Boolean> onExecutor = new CompletableFuture<>();
        channel.queueDeclare(
                QueueMethod.Declare.of("q"), (reply, failure) -> onExecutor.complete(world.adapter.onIoThread()));
        assertFalse(get(onExecutor));
        CompletableFuture<Boolean> onIoThread = new CompletableFuture<>();
        world.channel(Dispatch.IO_THREAD)
                .queueDeclare(
                        QueueMethod.Declare.of("q"),
                        (reply, failure) -> onIoThread.complete(world.adapter.onIoThread()));
        assertTrue(get(onIoThread));
    }

    @Test
    void aCallbackMustBeThere() {
        assertThrows(NullPointerException.class, () -> channel.basicRecover(true, null));
        assertThrows(NullPointerException.class, () -> channel.close(200, "done", null));
        assertTrue(channel.isOpen());
    }
}
