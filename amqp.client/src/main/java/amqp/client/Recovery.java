// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.topology.Entity;
import amqp.codec.ReplyCode;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
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
    private int channelsLeft;
    private long republished;

    Recovery(Connection connection) {
        this.connection = connection;
        this.options = connection.options().recovery();
    }

    void start() {
        int free = connection.ledger().replay().isEmpty() ? 0 : freeNumber();
        if (free == 0) {
            restoreChannels();
            return;
        }
        ChannelState own =
                new Channel(connection, ChannelOptions.of(Dispatch.IO_THREAD).withNumber(free)).state();
        // Bindings need the names that the broker gives to queues.
        new Replay(
                        own,
                        List.of(() -> topology(Recovery::isDeclare), () -> topology(method -> !isDeclare(method))),
                        () -> {
                            own.close(ReplyCode.REPLY_SUCCESS, "recovered");
                            restoreChannels();
                        })
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

    /** The highest one that no channel comes back to; 0 where there is none. */
    private int freeNumber() {
        List<Integer> taken =
                connection.channels().stream().map(ChannelState::number).toList();
        int number = connection.tuning().channelMax();
        while (number > 0 && taken.contains(number)) {
            number--;
        }
        return number;
    }

    private void restoreChannels() {
        restore(connection.channels());
    }

    private void restore(List<ChannelState> channels) {
        channelsLeft = channels.size();
        if (channels.isEmpty()) {
            finish();
        }
        for (ChannelState channel : channels) {
            List<ReplayItem> own = channel.replay(options.topology());
            items.addAll(own);
            new Replay(channel, List.of(() -> own), () -> channelDone(channel)).start();
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
        List<RecoveryReport.Item> report =
                items.stream().map(ReplayItem::report).toList();
        connection.recovered(new RecoveryReport(
                connection.address(), reconnection.rounds(), reconnection.outage(), report, republished));
    }
}
