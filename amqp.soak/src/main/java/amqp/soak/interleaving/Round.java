// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.adapter.spi.Adapter;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.Dispatch;
import amqp.client.LostPublishes;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.reconnection.Exponential;
import amqp.soak.findings.Findings;
import amqp.testkit.Await;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.simulated.SocketBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One connection to a broker of its own, what application threads do with it, and the check at the end. The limits of
 * the connection are far longer than the deadline, so that nothing which hangs is hidden by one.
 */
final class Round implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration MOMENT = Duration.ofMillis(50);
    /** Longer than anything may take. */
    static final Duration NEVER = Duration.ofMinutes(5);

    private static final BrokerSettings BROKER = BrokerSettings.DEFAULT.withTune(2047, 131_072, 0);

    private final Findings findings;
    private final Account account;
    private final SplittableRandom random;
    private final SocketBroker broker;
    private final Adapter adapter;
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger names = new AtomicInteger();
    private Connection connection;

    Round(long seed, Adapter adapter, Findings findings) {
        this.findings = findings;
        this.account = new Account(findings);
        this.random = new SplittableRandom(seed);
        this.broker = SocketBroker.start(random.nextLong(), BROKER);
        this.adapter = adapter;
    }

    Findings findings() {
        return findings;
    }

    Account account() {
        return account;
    }

    SocketBroker broker() {
        return broker;
    }

    int losses() {
        return losses.get();
    }

    /** Of the thread that plays the scenario; others get one of their own by splitting it. */
    SplittableRandom random() {
        return random;
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    Lineup lineup() {
        return new Lineup(findings, random);
    }

    // ---- what a scenario begins with ----

    /** Comes back at once, however often it is lost. */
    RecoveryOptions.Builder recovery() {
        var strategy = Exponential.builder()
                .first(Duration.ofNanos(1 + random.nextInt(300_000)))
                .longest(Duration.ofMillis(2))
                .build();
        return RecoveryOptions.builder()
                .strategy(strategy)
                .lostPublishes(oneIn(2) ? LostPublishes.REPUBLISH : LostPublishes.UNKNOWN);
    }

    Dispatch anyDispatch() {
        return oneIn(3) ? Dispatch.IO_THREAD : Dispatch.EXECUTOR;
    }

    private ConnectionOptions options(RecoveryOptions recovery) {
        return ConnectionOptions.builder()
                .address("127.0.0.1", broker.port())
                .adapter(adapter)
                .dispatch(anyDispatch())
                .callTimeout(NEVER)
                .closeTimeout(NEVER)
                .publishTimeout(NEVER)
                .onCallbackFailure(failure -> findings.add(failure.callback() + " failed", failure.thrown()))
                .recovery(recovery)
                .build();
    }

    /** Opens the connection of this round. */
    Connection open(RecoveryOptions.Builder recovery) {
        connection = get(Connection.open(options(recovery.build())));
        return connection;
    }

    static ChannelOptions channelOptions(Dispatch dispatch) {
        return ChannelOptions.builder().dispatch(dispatch).build();
    }

    /** A new channel in confirm mode; its callbacks run anywhere. */
    Channel channel() {
        return channel(channelOptions(anyDispatch()));
    }

    /** A new channel in confirm mode. */
    Channel channel(ChannelOptions how) {
        var channel = get(connection.openChannel(how));
        watch(channel);
        get(channel.confirmSelect());
        return channel;
    }

    /** The broker has no reason to close a channel. */
    void watch(Channel channel) {
        channel.closed((reason, none) -> {
            if (reason instanceof CloseReason.ByPeer) findings.add(channel + " was closed: " + reason.describe());
        });
    }

    Watched newConsumer() {
        var consumer = new Watched(findings, "consumer " + names.incrementAndGet());
        account.expect(consumer);
        return consumer;
    }

    String newName(String kind) {
        return kind + names.incrementAndGet();
    }

    /** Waits for what scenarios need before they begin. */
    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- what application threads do ----

    void cut() {
        losses.addAndGet(broker.cut());
    }

    /** Gives a command that may be refused, or fail, where the connection is lost or closed. It must come to an end. */
    <T> void call(String what, Supplier<CompletionStage<T>> command) {
        call(what, command, done -> {});
    }

    /** @param then follows when it went well */
    <T> void call(String what, Supplier<CompletionStage<T>> command, Consumer<? super T> then) {
        account.attempt(what, () -> account.expect(what, command.get().thenAccept(then)));
    }

    void consume(Channel channel, String queue) {
        var consumer = newConsumer();
        call("consume", () -> channel.basicConsume(queue, consumer), tag -> consumer.begun());
    }

    void publish(Channel channel, String queue) {
        var message = newName("m");
        var body = (message + " ").getBytes(StandardCharsets.US_ASCII);
        account.attempt("publish", () -> {
            var awaited = new Awaited(findings, message);
            account.expect(awaited);
            channel.publishConfirmed(BasicMethod.Publish.of("", queue), Message.of(body), awaited);
            awaited.accepted();
        });
    }

    void closeConnection() {
        call("close the connection", () -> connection.close());
    }

    /** Spins until the connection has left the state, and not for ever: it may have come and gone already. */
    void awaitNo(ConnectionState state) {
        var end = System.nanoTime() + MOMENT.toNanos();
        while (connection.state() == state && System.nanoTime() - end < 0) Thread.onSpinWait();
    }

    // ---- the end ----

    /** Everything is answered, and the connection is back and works, unless the application has closed it. */
    void checkUp() {
        broker.delay(Duration.ZERO);
        broker.withholdVerdicts(false);
        broker.turnAway(false);
        await("is open again", this::isUp);
        await("everything is answered", () -> account.isAnswered() && account.isUninterrupted());
        if (findings.isEmpty()) {
            var channel = channel();
            publish(channel, "nowhere");
            await("the connection works", account::isAnswered);
        }
        if (findings.isEmpty()) {
            closeConnection();
            checkClosed();
        }
    }

    /** Also at the broker: the client may not have noticed the last cut. */
    private boolean isUp() {
        return broker.ask(state ->
                        state.sessions().size() == 1 && state.sessions().get(0).isOpen())
                && connection.state() == ConnectionState.OPEN;
    }

    /** Everything has ended with the connection. */
    void checkClosed() {
        await("everything has ended", account::isOver);
        await("is closed", () -> connection.state() == ConnectionState.CLOSED);
        await("no session is left", () -> broker.ask(state -> state.sessions().isEmpty()));
        account.checkGhosts();
        broker.ask(state -> state.history().violations()).forEach(findings::add);
    }

    private void await(String what, BooleanSupplier condition) {
        if (!findings.isEmpty()) return;
        try {
            Await.until(DEADLINE, condition, () -> what);
        } catch (AssertionError e) {
            findings.add("not within " + DEADLINE.toSeconds() + " s: " + what + "; " + connection.state() + "; "
                    + account.missing());
        }
    }

    @Override
    public void close() {
        if (connection != null) connection.close();
        broker.close();
    }
}
