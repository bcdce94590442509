// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.ConnectionState;
import amqp.client.LostPublishes;

/** Many publishes have no verdict and are to be published again, and the channel is closed just as the connection is lost. */
final class CloseUnsettled implements Scenario.Play {
    private static final int PUBLISHES = 20_000;

    @Override
    public void play(Round round) {
        round.broker().withholdVerdicts(true);
        var connection = round.open(round.recovery().lostPublishes(LostPublishes.REPUBLISH));
        var channel = round.channel();
        for (var i = 0; i < PUBLISHES; i++) round.publish(channel, "nowhere");
        var late = round.oneIn(2);
        round.lineup()
                .with("cut", round::cut)
                .with("close", () -> {
                    if (late) round.awaitNo(ConnectionState.OPEN);
                    round.call("close the channel", () -> channel.close());
                })
                .go(Round.DEADLINE);
        round.checkUp();
    }
}
