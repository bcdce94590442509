// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.Address;
import amqp.client.AddressResolver;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A resolver of the application's own answers late, while the connection is closed. */
final class LateResolver implements Scenario.Play {

    /** Answers at once until it is held up. */
    private static final class Slow implements AddressResolver {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);
        private volatile boolean held;

        @Override
        public List<Address> resolve(List<Address> configured) throws InterruptedException {
            if (held) {
                asked.countDown();
                await(answer);
            }
            return configured;
        }

        static void await(CountDownLatch latch) throws InterruptedException {
            if (!latch.await(Round.DEADLINE.toSeconds(), TimeUnit.SECONDS)) throw new IllegalStateException("too late");
        }
    }

    @Override
    public void play(Round round) {
        var resolver = new Slow();
        var connection = round.open(round.recovery().resolver(resolver));
        var channel = round.channel();
        round.publish(channel, "nowhere");
        resolver.held = true;
        round.cut();
        var closes = !round.oneIn(4);
        var early = round.oneIn(4); // perhaps before the loss is known, and then the resolver may never be asked
        var lineup = round.lineup().with("answer", () -> {
            if (!early) Slow.await(resolver.asked);
            resolver.answer.countDown();
        });
        lineup.with("close", () -> {
            if (!early) Slow.await(resolver.asked);
            round.call("close the channel", () -> channel.close());
            if (closes) round.call("close the connection", () -> connection.close());
        });
        lineup.go(Round.DEADLINE);
        if (closes) round.checkClosed();
        else round.checkUp();
    }
}
