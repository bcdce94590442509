// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.ChannelOptions;
import amqp.client.ConnectionState;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.List;

/** Thousands of consumers are cancelled while the connection comes back. */
final class CancelMany implements Scenario.Play {
    private static final int CONSUMERS = 3_000;
    private static final int THREADS = 2;

    @Override
    public void play(Round round) {
        round.open(round.recovery());
        var channel = round.channel(ChannelOptions.builder()
                .dispatch(round.anyDispatch())
                .pipelined(true)
                .build());
        Round.get(channel.queueDeclare(QueueMethod.Declare.of("many")));
        List<String> tags = new ArrayList<>();
        for (var i = 0; i < CONSUMERS; i++) {
            var tag = "consumer-" + i;
            var consumer = round.newConsumer();
            round.call(
                    "consume",
                    () -> channel.basicConsume(BasicMethod.Consume.of("many").consumerTag(tag), consumer),
                    given -> consumer.begun());
            tags.add(tag);
        }
        Round.get(channel.basicQos(0));
        var lineup = round.lineup().with("cut", round::cut);
        for (var thread = 0; thread < THREADS; thread++) {
            var part = tags.subList(thread * CONSUMERS / THREADS, (thread + 1) * CONSUMERS / THREADS);
            lineup.with("cancel-" + thread, () -> {
                round.awaitNo(ConnectionState.OPEN);
                for (var tag : part) round.call("cancel", () -> channel.basicCancel(tag));
            });
        }
        lineup.go(Round.DEADLINE);
        round.checkUp();
    }
}
