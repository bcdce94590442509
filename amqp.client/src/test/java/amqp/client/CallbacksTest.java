// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Cancellable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Event;
import amqp.memory.MemoryConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final Class<QueueMethod.DeclareOk> DECLARE_OK = QueueMethod.DeclareOk.class;

    private final List<CallbackFailure> failures = new CopyOnWriteArrayList<>();
    private final MemoryConnection world = MemoryConnection.open(options -> options.onCallbackFailure(failures::add));
    private final Channel channel = world.channel();
    private final Callbacks callbacks = world.connection.callbacks();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private Consumer<Object> hear(String name) {
        return what -> heard.add(name);
    }

    private void declare() {
        get(channel.queueDeclare("q"));
        CompletableFuture<Object> passed = new CompletableFuture<>(); // behind all callbacks of the channel
        callbacks.register(Trigger.on(channel, BasicMethod.QosOk.class).onlyOnce(), passed::complete);
        get(channel.basicQos(1));
        get(passed);
    }

    @Test
    void lastOrFireOnce() {
        callbacks.register(Trigger.of(1, DECLARE_OK), hear("lasting"));
        callbacks.register(Trigger.of(1, DECLARE_OK).onlyOnce(), hear("once"));
        callbacks.register(Trigger.of(2, DECLARE_OK), hear("elsewhere"));
        callbacks.register(Trigger.of(1, QueueMethod.BindOk.class), hear("another"));
        declare();
        declare();
        assertEquals(List.of("lasting", "once", "lasting"), heard);
    }

    @Test
    void getTheMethodWithItsArguments() {
        CompletableFuture<QueueMethod.DeclareOk> declared = new CompletableFuture<>();
        callbacks.register(Trigger.on(channel, DECLARE_OK), declared::complete);
        declare();
        assertEquals(new QueueMethod.DeclareOk("q", 0, 0), get(declared));
    }

    @Test
    void areCalledInTheOrderOfRegistration() {
        for (int i = 0; i < 20; i++) {
            callbacks.register(Trigger.of(1, DECLARE_OK).onlyOnce(), hear("" + i));
        }
        declare();
        for (int i = 0; i < 20; i++) {
            assertEquals("" + i, heard.get(i));
        }
    }

    @Test
    void oneThatRegistersItselfAnewIsCalledOnceForEach() {
        Trigger<QueueMethod.DeclareOk> trigger = Trigger.of(1, DECLARE_OK).onlyOnce();
        callbacks.register(trigger, new Consumer<>() {
            @Override
            public void accept(QueueMethod.DeclareOk ok) {
                heard.add("again");
                callbacks.register(trigger, this);
            }
        });
        declare();
        assertEquals(List.of("again"), heard);
        declare();
        assertEquals(List.of("again", "again"), heard);
    }

    @Test
    void theSameThingTwiceIsRefused() {
        Consumer<Object> callback = hear("x");
        Cancellable handle = callbacks.register(Trigger.of(1, DECLARE_OK), callback);
        assertThrows(IllegalStateException.class, () -> callbacks.register(Trigger.of(1, DECLARE_OK), callback));
        callbacks.register(Trigger.of(1, DECLARE_OK).onlyOnce(), callback);
        handle.cancel();
        callbacks.register(Trigger.of(1, DECLARE_OK), callback);
        callbacks.register(Trigger.of(1, DECLARE_OK).when(ok -> true), callback);
        callbacks.register(Trigger.of(1, DECLARE_OK).when(ok -> true), callback);
    }

    @Test
    void aConditionThatThrowsIsReportedAndDoesNotFire() {
        callbacks.register(
                Trigger.of(1, DECLARE_OK)
                        .when(ok -> {
                            throw new IllegalStateException("contained");
                        })
                        .onlyOnce(),
                hear("never"));
        callbacks.register(Trigger.of(1, DECLARE_OK), hear("next"));
        declare();
        declare();
        assertEquals(List.of("next", "next"), heard);
        MemoryConnection.await(() -> failures.size() == 2, failures::toString);
    }

    @Test
    void endWithTheirHandle() {
        Cancellable handle = callbacks.register(Trigger.of(1, DECLARE_OK), hear("gone"));
        callbacks.register(Trigger.of(1, DECLARE_OK), hear("stays"));
        handle.cancel();
        handle.cancel();
        declare();
        assertEquals(List.of("stays"), heard);
    }

    @Test
    void fireOnlyForTheirArguments() {
        Consumer<Delivery> nothing = delivery -> {};
        String first = get(channel.basicConsume("q", nothing::accept));
        String second = get(channel.basicConsume("q", nothing::accept));
        CompletableFuture<BasicMethod.CancelOk> cancelled = new CompletableFuture<>();
        callbacks.register(
                Trigger.on(channel, BasicMethod.CancelOk.class).where(BasicMethod.CancelOk::consumerTag, second),
                cancelled::complete);
        get(channel.basicCancel(first));
        get(channel.basicCancel(second));
        assertEquals(second, get(cancelled).consumerTag());
    }

    @Test
    void thoseOfOneChannelEndWithIt() {
        callbacks.register(Trigger.on(channel, DECLARE_OK), hear("first channel"));
        callbacks.register(Trigger.of(1, DECLARE_OK), hear("number 1"));
        CompletableFuture<ChannelClosed> closed = new CompletableFuture<>();
        callbacks.register(Trigger.on(channel, ChannelClosed.class), closed::complete);
        Object reason = get(channel.close());
        assertEquals(new ChannelClosed(channel, (amqp.connection.CloseReason) reason), get(closed));
        Channel next = world.channel();
        assertEquals(1, next.number());
        CompletableFuture<Object> passed = new CompletableFuture<>();
        callbacks.register(Trigger.on(next, BasicMethod.QosOk.class), passed::complete);
        get(next.queueDeclare("q"));
        get(next.basicQos(1));
        get(passed);
        assertEquals(List.of("number 1"), heard);
    }

    @Test
    void onAClosedOrForeignChannelNothingIsToBeHeard() {
        world.adapter.listen(2, amqp.testkit.scripted.ScriptedBroker.automatic());
        Connection other = get(Connection.open(
                world.connection.options().toBuilder().address("memory", 2).build()));
        Channel foreign = get(other.openChannel());
        assertThrows(
                IllegalStateException.class, () -> callbacks.register(Trigger.on(foreign, DECLARE_OK), hear("never")));
        get(channel.close());
        assertThrows(
                IllegalStateException.class, () -> callbacks.register(Trigger.on(channel, DECLARE_OK), hear("never")));
    }

    @Test
    void hearWhatTheBrokerSendsUnasked() {
        Channel confirming = world.confirmingChannel();
        CompletableFuture<BasicMethod.Ack> ack = new CompletableFuture<>();
        CompletableFuture<BasicMethod.Deliver> deliver = new CompletableFuture<>();
        CompletableFuture<amqp.codec.method.ChannelMethod.Flow> flow = new CompletableFuture<>();
        callbacks.register(Trigger.on(confirming, BasicMethod.Ack.class), ack::complete);
        callbacks.register(Trigger.on(channel, BasicMethod.Deliver.class), deliver::complete);
        callbacks.register(Trigger.on(channel, amqp.codec.method.ChannelMethod.Flow.class), flow::complete);
        MemoryConnection.publish(confirming, "m");
        assertEquals(1, get(ack).deliveryTag());
        world.deliver(1, "nobody", "m");
        assertEquals("nobody", get(deliver).consumerTag());
        world.adapter.io(() -> world.broker.send(1, "channel.flow", true));
        assertTrue(get(flow).active());
    }

    @Test
    void hearTheConnectionsEvents() {
        CompletableFuture<Event.Blocked> blocked = new CompletableFuture<>();
        CompletableFuture<ConnectionMethod.Unblocked> unblocked = new CompletableFuture<>();
        CompletableFuture<Event.Backpressure> backpressure = new CompletableFuture<>();
        CompletableFuture<Event.ConnectionClosed> closed = new CompletableFuture<>();
        callbacks.register(Trigger.of(0, Event.Blocked.class), blocked::complete);
        callbacks.register(Trigger.of(0, Event.Unblocked.class), what -> heard.add("unblocked"));
        callbacks.register(Trigger.of(0, ConnectionMethod.Unblocked.class), unblocked::complete);
        callbacks.register(Trigger.of(0, Event.Backpressure.class), backpressure::complete);
        callbacks.register(Trigger.of(0, Event.ConnectionClosed.class), closed::complete);
        world.adapter.io(() -> world.broker.block("disk"));
        assertEquals("disk", get(blocked).reason());
        world.adapter.io(() -> world.broker.unblock());
        get(unblocked);
        MemoryConnection.await(() -> heard.equals(List.of("unblocked")), heard::toString);
        channel.publish("", "q", Message.of(amqp.codec.BasicProperties.EMPTY, new byte[5 << 20]));
        assertTrue(get(backpressure).began());
        Object reason = get(world.connection.close());
        assertEquals(reason, get(closed).reason());
    }

    @Test
    void whatOneThrowsKeepsOthersFromNothing() {
        callbacks.register(Trigger.of(1, DECLARE_OK), ok -> {
            throw new IllegalStateException("contained");
        });
        callbacks.register(Trigger.of(1, DECLARE_OK), hear("next"));
        declare();
        assertEquals(List.of("next"), heard);
    }

    @Test
    void runWhereTheDispatchSaysAndMayBlock() {
        CompletableFuture<Boolean> executor = new CompletableFuture<>();
        callbacks.register(Trigger.on(channel, DECLARE_OK).onlyOnce(), ok -> {
            get(channel.queueDeclare("q")); // waits for a reply in the callback of a reply
            executor.complete(world.adapter.onIoThread());
        });
        declare();
        assertFalse(get(executor));
        Channel onIoThread = world.channel(Dispatch.IO_THREAD);
        CompletableFuture<Boolean> here = new CompletableFuture<>();
        callbacks.register(Trigger.on(onIoThread, DECLARE_OK), ok -> here.complete(world.adapter.onIoThread()));
        get(onIoThread.queueDeclare("q"));
        assertTrue(get(here));
    }

    @Test
    void theEngineTellsMethodsOnlyWhileSomebodyListens() {
        List<Boolean> wanted = new CopyOnWriteArrayList<>();
        Callbacks own = new Callbacks(wanted::add, any -> true);
        Cancellable first = own.register(Trigger.of(1, DECLARE_OK), hear("1"));
        own.register(Trigger.of(1, DECLARE_OK).onlyOnce(), hear("2"));
        first.cancel();
        assertEquals(List.of(true), wanted);
        own.occurred("origin", 1, new QueueMethod.DeclareOk("q", 0, 0), () -> Runnable::run);
        assertEquals(List.of(true, false), wanted);
        own.register(Trigger.of(0, Event.Blocked.class), hear("3"));
        own.occurred("origin", 0, new Event.Blocked("disk"), () -> Runnable::run);
        assertEquals(List.of(true, false), wanted);
        own.register(Trigger.of(1, DECLARE_OK), hear("4"));
        own.clear();
        own.occurred("origin", 1, new QueueMethod.DeclareOk("q", 0, 0), () -> Runnable::run);
        assertEquals(List.of(true, false, true, false), wanted);
        assertEquals(List.of("2", "3"), heard);
    }
}
