// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.Dispatch;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the threads of a {@link Storm} share, and what one of them does at a time. */
final class Crowd {
    private static final int LONGEST_DELAY_NANOS = 3_000_000;

    private final Round round;
    private final Connection connection;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final Queue<Tag> tags = new ConcurrentLinkedQueue<>();
    private final List<String> queues = new CopyOnWriteArrayList<>(List.of("plain"));

    private record Tag(Channel channel, String consumerTag) {}

    Crowd(Round round, Connection connection) {
        this.round = round;
        this.connection = connection;
    }

    void furnish() {
        for (var i = 1 + round.random().nextInt(3); i >= 0; i--) {
            channels.add(round.channel());
        }
        var first = channels.get(0);
        Round.get(first.queueDeclare(QueueMethod.Declare.of("plain")));
        queues.add(Round.get(first.queueDeclare(
                        QueueMethod.Declare.of("").durable(false).exclusive(true)))
                .queue());
        for (var channel : channels) consume(channel, "plain");
    }

    void act(SplittableRandom random) {
        for (var left = 2 + random.nextInt(12); left > 0; left--) {
            actOnce(random);
            Lineup.spin(Lineup.spins(random) / 4);
        }
    }

    private void actOnce(SplittableRandom random) {
        var channel = any(channels, random);
        var queue = any(queues, random);
        switch (random.nextInt(16)) {
            case 0 -> closeOne(channel);
            case 1 -> openOne(random);
            case 2, 3 -> consume(channel, queue);
            case 4, 5 -> cancelOne();
            case 6 -> declare(channel);
            case 7 -> bind(channel, queue);
            case 8 -> round.call("qos", () -> channel.basicQos(10));
            case 9 -> round.call("wait for confirms", () -> channel.allConfirmed(Round.NEVER));
            case 10 -> schedule(random);
            case 11 -> cutSometimes(random);
            default -> publishSome(channel, queue, random);
        }
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        var present = List.copyOf(list); // another thread may take some away
        return present.get(random.nextInt(present.size()));
    }

    /** The first one stays, so that there is always one. */
    private void closeOne(Channel channel) {
        if (channel == channels.get(0)) return;
        channels.remove(channel);
        round.call("close the channel", () -> channel.close());
    }

    private void openOne(SplittableRandom random) {
        var how = Round.channelOptions(random.nextBoolean() ? Dispatch.IO_THREAD : Dispatch.EXECUTOR);
        round.call("open a channel", () -> connection.openChannel(how), channel -> {
            round.watch(channel);
            round.call("confirm.select", () -> channel.confirmSelect(), ok -> channels.add(channel));
            consume(channel, "plain");
        });
    }

    private void consume(Channel channel, String queue) {
        var consumer = round.newConsumer();
        round.call("consume", () -> channel.basicConsume(queue, consumer), tag -> {
            consumer.begun();
            tags.add(new Tag(channel, tag));
        });
    }

    private void cancelOne() {
        var tag = tags.poll();
        if (tag != null) round.call("cancel", () -> tag.channel().basicCancel(tag.consumerTag()));
    }

    private void declare(Channel channel) {
        round.call(
                "declare",
                () -> channel.queueDeclare(
                        QueueMethod.Declare.of("").durable(false).exclusive(true)),
                ok -> {
                    queues.add(ok.queue());
                    consume(channel, ok.queue());
                    bind(channel, ok.queue());
                });
    }

    private void bind(Channel channel, String queue) {
        round.call("bind", () -> channel.queueBind(queue, "amq.direct", "key"));
    }

    private void publishSome(Channel channel, String queue, SplittableRandom random) {
        for (var left = random.nextInt(20); left >= 0; left--) {
            round.publish(channel, connection.currentQueueName(queue));
        }
    }

    private void schedule(SplittableRandom random) {
        var done = new CompletableFuture<Void>();
        connection.closed().thenRun(() -> done.complete(null));
        round.account().expect("a scheduled task", done);
        round.account()
                .attempt(
                        "schedule",
                        () -> connection.schedule(
                                Duration.ofNanos(random.nextInt(LONGEST_DELAY_NANOS)), () -> done.complete(null)));
    }

    private void cutSometimes(SplittableRandom random) {
        if (random.nextInt(3) == 0) round.cut();
    }
}
