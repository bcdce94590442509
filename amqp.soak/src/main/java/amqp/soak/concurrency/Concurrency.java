// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import java.time.Duration;
import java.util.List;

/** The command {@code bin/concurrency}. */
public final class Concurrency {
    private static final int FIRST_ORDERS = 1000;

    private Concurrency() {}

    /** Ends with status 0 if every order went well. */
    public static void main(String[] arguments) {
        try {
            System.exit(run(List.of(arguments)) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("concurrency: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(List<String> arguments) {
        var time = Duration.ofMinutes(4);
        var scenarios = List.of(Scenario.values());
        if (arguments.size() % 2 != 0) throw new IllegalArgumentException("an option or a value is missing");
        for (var i = 0; i < arguments.size(); i += 2) {
            var value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--minutes" -> time = Duration.ofMillis((long) (Double.parseDouble(value) * 60_000));
                case "--scenario" -> scenarios = List.of(Scenario.named(value));
                default -> throw new IllegalArgumentException("there is no option " + arguments.get(i));
            }
        }
        var clean = true;
        for (var scenario : scenarios) clean &= run(scenario, time.dividedBy(scenarios.size()));
        return clean;
    }

    /** Twice as many orders each time: the first ones of a run are those of the run before. */
    private static boolean run(Scenario scenario, Duration time) {
        var begun = System.nanoTime();
        var orders = FIRST_ORDERS;
        try {
            for (; ; orders *= 2) {
                scenario.play(orders);
                var passed = System.nanoTime() - begun;
                if (passed * 3 > time.toNanos() || orders > Integer.MAX_VALUE / 2) break;
            }
        } catch (AssertionError e) {
            System.out.println(scenario + " failed: " + e);
            return false;
        }
        System.out.printf("%s: %d orders, %d s%n", scenario, orders, (System.nanoTime() - begun) / 1_000_000_000);
        return true;
    }
}
