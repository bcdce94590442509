// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.topology.Entity;
import amqp.codec.ReplyCode;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Brings back what the application had when the connection was lost: first exchanges, queues and bindings, on a channel
 * of its own; then each channel with its modes and consumers, all channels side by side. On the I/O thread.
 */
final class Recovery {
    private final Connection connection;
    private final RecoveryOptions options;
    private final List<ReplayItem> items = new ArrayList<>();
    private final long lostAt;
    private int channelsLeft;
    private long republished;

    /**
     * @param lostAt when what is to be brought back was lost, by the adapter's clock
     */
    Recovery(Connection connection, long lostAt) {
        this.connection = connection;
        this.lostAt = lostAt;
        this.options = connection.options().recovery();
    }

    void start() {
        if (connection.ledger().replay().isEmpty()) {
            restore(connection.channels());
            return;
        }
        // No channel is open yet, so that any number will do, as long as it is given back in time.
        ChannelState own = new Channel(
                        connection,
                        ChannelOptions.builder()
                                .dispatch(Dispatch.IO_THREAD)
                                .number(1)
                                .build())
                .state();
        own.closed().thenRun(() -> restore(connection.channels()));
        // Bindings need the names that the broker gives to queues.
        new Replay(
                        own,
                        List.of(() -> topology(Recovery::isDeclare), () -> topology(method -> !isDeclare(method))),
                        false,
                        () -> own.close(ReplyCode.REPLY_SUCCESS, "recovered"))
                .start();
    }

    /** Brings one channel back that the broker has closed. */
    void restore(ChannelState channel) {
        restore(List.of(channel));
    }

    private static boolean isDeclare(Method method) {
        return method instanceof QueueMethod.Declare || method instanceof ExchangeMethod.Declare;
    }

    private List<ReplayItem> topology(Predicate<Method> stage) {
        List<ReplayItem> replay = new ArrayList<>();
        for (Entity entity : connection.ledger().replay()) {
            if (stage.and(options.topology()).test(entity.method())) {
                replay.add(ReplayItem.of(0, entity.method(), reply -> declared(entity, reply)));
            }
        }
        items.addAll(replay);
        return replay;
    }

    private void declared(Entity entity, Method reply) {
        if (entity.serverNamed() && reply instanceof QueueMethod.DeclareOk ok) {
            renamed(entity.name(), ok.queue());
        }
    }

    private void renamed(String before, String now) {
        connection.ledger().renamed(before, now);
        connection.listeners().tell(listener -> listener.onQueueRenamed(before, now));
    }

    private void restore(List<ChannelState> channels) {
        channelsLeft = channels.size();
        if (channels.isEmpty()) {
            finish();
        }
        for (ChannelState channel : channels) {
            List<ReplayItem> own = channel.ledger().replay(options.topology());
            items.addAll(own);
            new Replay(channel, List.of(() -> own), true, () -> channelDone(channel)).start();
        }
    }

    private void channelDone(ChannelState channel) {
        republished += channel.takeRepublished();
        channelsLeft--;
        if (channelsLeft == 0) {
            finish();
        }
    }

    private void finish() {
        Reconnection reconnection = connection.reconnection();
        Duration outage = Duration.ofNanos(connection.driver().now() - lostAt);
        List<RecoveryReport.Item> report =
                items.stream().map(ReplayItem::report).toList();
        connection.recovered(
                new RecoveryReport(connection.address(), reconnection.rounds(), outage, report, republished));
    }
}
