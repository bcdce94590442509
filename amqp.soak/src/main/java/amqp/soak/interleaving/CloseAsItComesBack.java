// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.Channel;
import amqp.client.ConnectionState;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.List;

/** Channels are closed just as the connection comes back. */
final class CloseAsItComesBack implements Scenario.Play {
    private static final int CHANNELS = 4;

    @Override
    public void play(Round round) {
        round.open(round.recovery());
        List<Channel> channels = new ArrayList<>();
        for (var i = 0; i < CHANNELS; i++) {
            var channel = round.channel();
            Round.get(channel.queueDeclare(QueueMethod.Declare.of("q" + i)));
            round.consume(channel, "q" + i);
            round.publish(channel, "q" + i);
            channels.add(channel);
        }
        var lineup = round.lineup().with("cut", round::cut);
        for (var channel : channels.subList(0, 1 + round.random().nextInt(CHANNELS))) {
            var states = round.random().nextInt(3);
            var spins = Lineup.spins(round.random());
            lineup.with("close", () -> {
                if (states > 0) round.awaitNo(ConnectionState.OPEN);
                if (states > 1) round.awaitNo(ConnectionState.RECONNECTING);
                Lineup.spin(spins);
                round.call("close the channel", () -> channel.close());
            });
        }
        lineup.go(Round.DEADLINE);
        round.checkUp();
    }
}
