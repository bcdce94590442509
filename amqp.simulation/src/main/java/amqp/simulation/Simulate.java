// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.Sabotage;
import java.util.ArrayDeque;
import java.util.Deque;

/** The command behind {@code bin/simulate}. */
final class Simulate {
    private static final int LAST_LINES = 60;
    private static final int REPORT_EVERY = 1000;
    private static final int SEEDS = 10_000;
    private static final int MUTANT_SEEDS = 1000;

    private Simulate() {}

    /** Options: {@code --seeds N}, {@code --from S}; {@code --seed S}, {@code --trace}; {@code --mutations}. */
    public static void main(String[] arguments) throws ReflectiveOperationException, InterruptedException {
        long seeds = 0;
        long from = 1;
        boolean trace = false;
        boolean mutations = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = number(arguments, ++i);
                case "--from" -> from = number(arguments, ++i);
                case "--seed" -> {
                    from = number(arguments, ++i);
                    seeds = 1;
                }
                case "--trace" -> trace = true;
                case "--mutations" -> mutations = true;
                default -> usage();
            }
        }
        boolean well = mutations
                ? mutate(seeds == 0 ? MUTANT_SEEDS : seeds)
                : simulate(from, seeds == 0 ? SEEDS : seeds, trace);
        System.exit(well ? 0 : 1);
    }

    private static boolean mutate(long seeds) throws ReflectiveOperationException, InterruptedException {
        int missed = 0;
        for (Guard guard : Guard.values()) {
            Mutations.Found found = Mutations.find(guard, seeds);
            System.out.println(found);
            missed += found.isFound() ? 0 : 1;
        }
        System.out.println(Guard.values().length + " guards broken one by one, " + missed + " not found");
        return missed == 0;
    }

    private static long number(String[] arguments, int at) {
        try {
            return Long.parseLong(arguments[at]);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            usage();
            throw e;
        }
    }

    private static void usage() {
        System.err.println("Usage: bin/simulate [--seeds N] [--from S] | --seed S [--trace] | --mutations [--seeds N]");
        System.exit(2);
    }

    private static boolean simulate(long from, long seeds, boolean trace) {
        Totals totals = new Totals();
        long failed = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            try {
                totals.add(Simulation.run(seed, Sabotage.NONE, trace ? Trace.to(System.out::println) : Trace.OFF));
            } catch (Violated violated) {
                failed++;
                System.out.println(explained(seed, Sabotage.NONE, violated));
            }
            if ((seed - from + 1) % REPORT_EVERY == 0) {
                System.out.println(totals + ", " + failed + " failed");
            }
        }
        System.out.println(totals + ", " + failed + " failed");
        return failed == 0;
    }

    /** What was violated, the seed, and the last events before it. */
    static String explained(long seed, Sabotage sabotage, Violated violated) {
        Deque<String> lines = new ArrayDeque<>();
        String again = "it did not happen again";
        try {
            Simulation.run(seed, sabotage, Trace.to(line -> keep(lines, line)));
        } catch (Violated same) {
            again = same.getMessage();
        }
        return "seed " + seed + " violates " + violated.getMessage() + "\n  with a trace: " + again + "\n  "
                + String.join("\n  ", lines) + "\n  all of it: bin/simulate --seed " + seed + " --trace";
    }

    private static void keep(Deque<String> lines, String line) {
        lines.add(line);
        if (lines.size() > LAST_LINES) {
            lines.remove();
        }
    }

    /** What many runs came to. */
    static final class Totals {
        private long runs;
        private long published;
        private long taken;
        private long delivered;
        private long sessions;

        void add(Simulation.Outcome outcome) {
            runs++;
            published += outcome.published();
            taken += outcome.taken();
            delivered += outcome.delivered();
            sessions += outcome.sessions();
        }

        /** Whether a run did something of every kind on average. */
        boolean isVaried() {
            return taken > 20 * runs && delivered > 5 * runs && sessions > 2 * runs;
        }

        @Override
        public String toString() {
            return runs + " seeds: " + published + " messages published, " + taken + " taken, " + delivered
                    + " delivered, over " + sessions + " connections";
        }
    }
}
