// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.adapter.spi.Adapter;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryOptions;
import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.reconnection.Exponential;
import amqp.reconnection.Reconnector;
import amqp.soak.findings.Findings;
import amqp.testkit.Await;
import amqp.testkit.hostile.HostileSession;
import amqp.testkit.hostile.Limit;
import amqp.testkit.hostile.Misbehaviour;
import amqp.tls.TlsOptions;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An application to which a misbehaviour happens. It opens a connection, a channel in confirm mode and a consumer; then it
 * gives the command that the misbehaviour is about. The thread that calls its methods waits for each of them.
 */
final class Victim {
    /** Only what hangs takes so long. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    static final Duration NEVER = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int MAX_MESSAGE = 2 << 20;
    private static final int NO_WINDOW = 1_000_000;
    private static final int BODY = 4;

    private final Misbehaviour what;
    private final Findings findings;
    private final Application application;
    private final AtomicInteger verdicts = new AtomicInteger();

    private Connection connection;
    private Channel channel;
    private CompletableFuture<?> command;
    private AmqpException failure;
    private int published;
    private boolean consuming;

    Victim(Misbehaviour what, Findings findings) {
        this.what = what;
        this.findings = findings;
        this.application = new Application(what.slow(), findings);
    }

    /** What has to come, and comes. */
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

    private ConnectionOptions options(Adapter adapter, int port, Path authority, Mode mode) {
        var trace = what.moment().isInHandshake() || mode == Mode.RECOVERED && !what.slow();
        return ConnectionOptions.builder()
                .address("127.0.0.1", port)
                .adapter(adapter)
                .credentials("victim", Told.PASSWORD)
                .tls(what.tls() ? TlsOptions.pem(authority) : TlsOptions.NONE)
                .connectTimeout(limit(Limit.CONNECT))
                .handshakeTimeout(limit(Limit.HANDSHAKE))
                .callTimeout(limit(Limit.CALL))
                .closeTimeout(limit(Limit.CLOSE))
                .heartbeat(Duration.ofSeconds(what.limit() == Limit.HEARTBEAT ? 1 : 0))
                .maxMessageSize(MAX_MESSAGE)
                .traceFrames(trace)
                .onCallbackFailure(failed -> findings.add(failed.callback() + " failed", failed.thrown()))
                .recovery(mode.recovers() ? recovery() : RecoveryOptions.NONE)
                .build();
    }

    private Duration limit(Limit about) {
        return what.limit() == about ? SHORT : NEVER;
    }

    private static RecoveryOptions recovery() {
        return RecoveryOptions.builder()
                .strategy(Exponential.builder()
                        .first(Duration.ofMillis(1))
                        .longest(Duration.ofMillis(20))
                        .build())
                .onRefusal(Reconnector.OnRefusal.RETRY)
                .build();
    }

    /** False when the connection could not be opened. */
    boolean open(Adapter adapter, int port, Path authority, Mode mode) {
        connection = result("open", () -> Connection.open(options(adapter, port, authority, mode)));
        if (connection != null) connection.addListener(application);
        return connection != null;
    }

    /** Opens the channels and the consumer; false where that failed. */
    boolean establish() {
        failure = null;
        consuming = false;
        for (var i = 1; i < what.channels() && failure == null; i++) result("open a channel", connection::openChannel);
        var how = ChannelOptions.builder().publishWindow(NO_WINDOW).build();
        if (failure == null) channel = result("open the channel", () -> connection.openChannel(how));
        if (failure == null) channel.onReturn(application::onReturn);
        if (failure == null) result("select confirms", channel::confirmSelect);
        if (failure == null) {
            var consume = BasicMethod.Consume.of("q").consumerTag(HostileSession.TAG);
            result("consume", () -> channel.basicConsume(consume, application));
            consuming = failure == null;
        }
        return failure == null;
    }

    /** The same, but again as often as the connection is lost meanwhile. */
    void establishAtLast() {
        await("a channel and a consumer can be opened", this::establish);
    }

    /** Gives the command that the misbehaviour is about. */
    void act() {
        switch (what.moment()) {
            case ASKED -> command(() -> channel.queueDeclare(HostileSession.ASKED));
            case CONSUMING -> {
                var consume = BasicMethod.Consume.of(HostileSession.ASKED).consumerTag(HostileSession.ASKED);
                command(() -> channel.basicConsume(consume, delivery -> application.onDelivery(delivery)));
            }
            case GETTING -> command(() -> channel.basicGet("q"));
            case PUBLISHED -> {
                for (var i = 0; i < what.publishes(); i++) publish();
            }
            case CHANNEL_CLOSING -> command(() -> channel.close());
            case CLOSING -> command(() -> connection.close());
            default -> {}
        }
    }

    private void command(Supplier<CompletionStage<?>> given) {
        try {
            command = given.get().toCompletableFuture();
        } catch (AmqpException e) {
            command = CompletableFuture.failedFuture(e);
        }
    }

    private void publish() {
        try {
            channel.publishConfirmed(
                    BasicMethod.Publish.of("", "m").mandatory(true),
                    Message.of(new byte[BODY]),
                    verdict -> verdicts.incrementAndGet());
            published++;
        } catch (AmqpException e) {
            Told.check("publish", e, findings);
        }
    }

    void release() {
        application.release();
    }

    // ---- what is judged ----

    /** Null where it is open, or came about. */
    AmqpException failure() {
        return failure;
    }

    /** Why the connection has ended, or never came about. */
    CloseReason endReason() {
        if (connection != null) return result("the end of the connection", connection::closed);
        if (failure instanceof ConnectionFailedException failed) return failed.reason();
        return failure instanceof ClosedException closed ? closed.reason() : null;
    }

    CloseReason channelEndReason() {
        if (channel != null) return result("the end of the channel", channel::closed);
        return failure instanceof ClosedException closed ? closed.reason() : null;
    }

    /** How the command ended: with null, or with a failure. */
    AmqpException commandFailure() {
        var before = failure;
        failure = null;
        var pending = command;
        if (pending != null) result("the command", () -> pending);
        var ended = failure;
        failure = before;
        return pending == null ? before : ended;
    }

    int recovered() {
        return application.recovered();
    }

    void awaitRecovered(int times) {
        await("the connection is back", () -> application.recovered() >= times && connection.isOpen());
    }

    private void await(String condition, BooleanSupplier holds) {
        try {
            Await.until(DEADLINE, holds, () -> condition);
        } catch (AssertionError e) {
            findings.add("Not so: " + condition + "; " + connection.state() + "; " + failure);
        }
    }

    /** The channel that there is works, and so does a new one. */
    void checkWorks(boolean channelToo) {
        var channels = channelToo && channel != null;
        failure = null;
        if (channels) result("a command on the channel", () -> channel.queueDeclare("still"));
        var other = result("open another channel", connection::openChannel);
        if (other != null) result("a command on another channel", () -> other.queueDeclare("works"));
        if (failure != null) findings.add("The connection does not work", failure);
    }

    /** Ends the connection, if there is one; all that was begun has ended then. */
    WeakReference<Connection> end() {
        if (connection == null) return null;
        result("close", connection::close);
        if (command != null) await("the command has ended", command::isDone);
        await("each publish has its verdict", () -> verdicts.get() == published);
        if (consuming) await("the consumer has ended once", () -> application.ends() >= 1);
        return new WeakReference<>(connection);
    }

    /** Null when it failed, with what an application may get, or did not end. */
    private <T> T result(String name, Supplier<CompletionStage<T>> given) {
        try {
            return given.get().toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            failed(name, e.getCause());
        } catch (TimeoutException e) {
            findings.add(name + " does not end");
            failure = new HungException(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (RuntimeException | Error e) {
            failed(name, e);
        }
        return null;
    }

    private void failed(String name, Throwable thrown) {
        Told.check(name, thrown, findings);
        failure = thrown instanceof AmqpException expected ? expected : new HungException(name + ": " + thrown);
    }

    private static final class HungException extends AmqpException {
        private static final long serialVersionUID = 1L;

        HungException(String name) {
            super(name);
        }
    }
}
