// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The orderly end of a connection: its consumers are cancelled; the messages that came before are handled and acknowledged;
 * the publishes get their verdicts; it is closed. The limit skips what is left of that.
 */
final class Shutdown {
    private final ConnectionCore connection;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<ShutdownReport> report;

    private volatile Cancellable limit = () -> {};
    private volatile Cancellable wait = () -> {};

    private Shutdown(ConnectionCore connection) {
        this.connection = connection;
        this.report = new ConnectionStage<>(connection);
    }

    static CompletableFuture<ShutdownReport> begin(ConnectionCore connection, Duration limit) {
        Shutdown shutdown = new Shutdown(connection);
        shutdown.endAfter(limit);
        boolean over = connection.closed().isDone(); // then there is nothing left to do in time
        connection.closed().thenRun(() -> shutdown.close(over));
        connection.strand().execute(shutdown::cancelConsumers);
        return shutdown.report;
    }

    /** A limit of nearly zero can be over before its timer is known here. */
    private void endAfter(Duration time) {
        limit = connection.driver().schedule(time, () -> close(false));
        if (closing.get()) {
            limit.cancel();
        }
    }

    private void cancelConsumers() {
        List<CompletableFuture<Void>> cancelled = connection.channels().stream()
                .flatMap(channel -> channel.setup().consumers().stream()
                        .map(consumer -> cancelled(channel, consumer.consumerTag())))
                .toList();
        whenAll(cancelled, this::awaitHandlers);
    }

    /** Also where it cannot be: then its channel is closed. */
    private static CompletableFuture<Void> cancelled(ChannelCore channel, String tag) {
        return completed(done -> channel.cancel(tag, (ok, failure) -> done.run()));
    }

    /** Behind all messages that came before. */
    private void awaitHandlers() {
        List<CompletableFuture<Void>> handled = connection.channels().stream()
                .map(channel -> completed(channel.dispatch()::execute))
                .toList();
        whenAll(handled, this::awaitOutcomes);
    }

    private void awaitOutcomes() {
        List<ChannelCore> channels = connection.channels();
        wait = connection
                .driver()
                .whenever(() -> channels.stream().allMatch(ChannelCore::isSettled), () -> close(true));
        if (closing.get()) {
            wait.cancel();
        }
    }

    private void close(boolean inTime) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        limit.cancel();
        wait.cancel();
        ConnectionStatistics left = connection.statistics();
        connection.close(new CloseReason.ByApplication(ReplyCode.REPLY_SUCCESS, "shut down by the application"));
        connection
                .released()
                .thenAccept(reason -> report.complete(new ShutdownReport(
                        left.unacknowledgedDeliveries(), left.unconfirmedPublishes(), inTime, reason)));
    }

    private static CompletableFuture<Void> completed(Consumer<Runnable> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        step.accept(() -> done.complete(null));
        return done;
    }

    private static void whenAll(List<CompletableFuture<Void>> steps, Runnable next) {
        CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new)).thenRun(next);
    }
}
