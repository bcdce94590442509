// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/** Breaks guards one by one and runs seeds until the simulation finds it. */
final class Mutations {
    /** A guard may keep a loop from running for ever. */
    private static final Duration LONGEST_SEED = Duration.ofSeconds(60);

    private Mutations() {}

    /**
     * How a broken guard was found.
     *
     * @param seed the first one, 0 when none has found it
     */
    record Found(Guard guard, long seed, String how) {
        boolean isFound() {
            return seed > 0;
        }

        @Override
        public String toString() {
            return isFound()
                    ? guard + ", broken, is found by seed " + seed + ": " + how
                    : guard + ", broken, is not found: " + guard.rule();
        }
    }

    /** Runs seeds from 1 on. */
    static Found find(Guard guard, long seeds) throws ReflectiveOperationException, InterruptedException {
        LongFunction<String> simulation = new Mutant(guard.broken()).simulation();
        for (long seed = 1; seed <= seeds; seed++) {
            String how = outcome(simulation, seed);
            if (how != null) {
                return new Found(guard, seed, how);
            }
        }
        return new Found(guard, 0, "");
    }

    /** What was violated; what escapes or does not end is found too. */
    private static String outcome(LongFunction<String> simulation, long seed) throws InterruptedException {
        FutureTask<String> run = new FutureTask<>(() -> simulation.apply(seed));
        Thread thread = new Thread(run, "mutant");
        thread.setDaemon(true); // one that does not end is left behind
        thread.start();
        try {
            return run.get(LONGEST_SEED.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return "threw " + e.getCause();
        } catch (TimeoutException e) {
            return "does not end";
        }
    }
}
