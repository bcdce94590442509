// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.Channel;
import amqp.client.ConnectionState;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Queues that the broker has named are used while recoveries give them other names. */
final class Renamed implements Scenario.Play {
    private static final int USERS = 3;
    private static final int LOSSES = 10;
    private static final int LONGEST_SPIN = 3_000;

    @Override
    public void play(Round round) {
        round.open(round.recovery());
        var lineup = round.lineup();
        var left = new AtomicInteger(LOSSES);
        for (var i = 0; i < USERS; i++) {
            var channel = round.channel();
            var queue = Round.get(channel.queueDeclare(
                            QueueMethod.Declare.of("").durable(false).exclusive(true)))
                    .queue();
            round.consume(channel, queue);
            var random = round.random().split();
            lineup.with("use-" + i, () -> {
                while (left.get() > 0) {
                    use(round, channel, queue, random);
                    Lineup.spin(random.nextInt(LONGEST_SPIN));
                }
            });
        }
        lineup.with("cut", () -> {
            for (; left.get() > 0; left.decrementAndGet()) {
                round.cut();
                round.awaitNo(ConnectionState.OPEN);
                round.awaitNo(ConnectionState.RECONNECTING);
                round.awaitNo(ConnectionState.RECOVERING);
            }
        });
        lineup.go(Round.DEADLINE);
        round.checkUp();
    }

    private static void use(Round round, Channel channel, String queue, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                var bind = QueueMethod.Bind.of(queue, "amq.topic").routingKey("key");
                round.call("bind", () -> channel.queueBind(bind));
            }
            case 1 -> round.call("purge", () -> channel.queuePurge(queue));
            case 2 -> round.publish(channel, channel.connection().currentQueueName(queue));
            default -> {
                var get = BasicMethod.Get.of(queue).noAck(true);
                round.call("get", () -> channel.basicGet(get));
            }
        }
    }
}
