// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.ConnectionState;
import java.time.Duration;

/** Several threads do anything at once: lose, open, close, consume, cancel, declare, publish, schedule. */
final class Storm implements Scenario.Play {
    private static final int LONGEST_DELAY_NANOS = 2_000_000;

    @Override
    public void play(Round round) {
        if (round.oneIn(3)) round.broker().delay(Duration.ofNanos(round.random().nextInt(LONGEST_DELAY_NANOS)));
        var connection = round.open(round.recovery());
        var crowd = new Crowd(round, connection);
        crowd.furnish();
        for (var wave = round.random().nextInt(3); wave >= 0; wave--) {
            var lineup = round.lineup();
            for (var thread = 1 + round.random().nextInt(4); thread >= 0; thread--) {
                var random = round.random().split();
                lineup.with("application-" + thread, () -> crowd.act(random));
            }
            lineup.with("cut", round::cut).go(Round.DEADLINE);
            if (round.oneIn(2)) round.awaitNo(ConnectionState.RECONNECTING);
        }
        if (round.oneIn(4)) {
            round.lineup()
                    .with("cut", round::cut)
                    .with("close-1", round::closeConnection)
                    .with("close-2", round::closeConnection)
                    .go(Round.DEADLINE);
            round.broker().delay(Duration.ZERO);
            round.checkClosed();
        } else {
            round.checkUp();
        }
    }
}
