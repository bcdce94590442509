// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.Sabotage;
import java.util.ArrayDeque;
import java.util.Deque;

/** The command behind {@code bin/simulate}. */
final class Simulate {
    private static final int LAST_LINES = 60;
    private static final int REPORT_EVERY = 1000;

    private Simulate() {}

    /** Options: {@code --seeds N}, {@code --from S}; {@code --seed S}, {@code --trace}. */
    public static void main(String[] arguments) {
        long seeds = 10_000;
        long from = 1;
        boolean trace = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = number(arguments, ++i);
                case "--from" -> from = number(arguments, ++i);
                case "--seed" -> {
                    from = number(arguments, ++i);
                    seeds = 1;
                }
                case "--trace" -> trace = true;
                default -> usage();
            }
        }
        System.exit(simulate(from, seeds, trace) ? 0 : 1);
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
        System.err.println("Usage: bin/simulate [--seeds N] [--from S] | --seed S [--trace]");
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
