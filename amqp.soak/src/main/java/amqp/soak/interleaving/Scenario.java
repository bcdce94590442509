// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The kinds of rounds. */
enum Scenario {
    STORM(24, new Storm()),
    CLOSE_UNSETTLED(2, new CloseUnsettled()),
    CANCEL_MANY(1, new CancelMany()),
    CLOSE_AS_IT_COMES_BACK(8, new CloseAsItComesBack()),
    LATE_RESOLVER(6, new LateResolver()),
    RENAMED(4, new Renamed());

    private final int weight;
    private final Play play;

    /** What happens in a round, from the opening of the connection to the check. */
    interface Play {
        void play(Round round);
    }

    Scenario(int weight, Play play) {
        this.weight = weight;
        this.play = play;
    }

    void play(Round round) {
        play.play(round);
    }

    static Scenario named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no scenario " + name, e);
        }
    }

    /** One of these, the heavy ones more often. */
    static Scenario any(List<Scenario> all, SplittableRandom random) {
        var sum = 0;
        for (var each : all) sum += each.weight;
        var dice = random.nextInt(sum);
        var chosen = 0;
        for (dice -= all.get(chosen).weight; dice >= 0; dice -= all.get(chosen).weight) chosen++;
        return all.get(chosen);
    }
}
