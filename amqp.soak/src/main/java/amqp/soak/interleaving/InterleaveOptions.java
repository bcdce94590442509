// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import java.time.Duration;
import java.util.List;

/**
 * What to play.
 *
 * @param time for all adapters together
 * @param seed of the first round
 */
record InterleaveOptions(Duration time, long seed, List<TriedAdapter> adapters, List<Scenario> scenarios) {

    static InterleaveOptions parse(List<String> arguments) {
        var options = new InterleaveOptions(
                Duration.ofMinutes(4), System.nanoTime(), List.of(TriedAdapter.values()), List.of(Scenario.values()));
        if (arguments.size() % 2 != 0) throw new IllegalArgumentException("an option or a value is missing");
        for (var i = 0; i < arguments.size(); i += 2) options = options.with(arguments.get(i), arguments.get(i + 1));
        return options;
    }

    private InterleaveOptions with(String name, String value) {
        return switch (name) {
            case "--minutes" ->
                new InterleaveOptions(
                        Duration.ofMillis((long) (Double.parseDouble(value) * 60_000)), seed, adapters, scenarios);
            case "--seed" -> new InterleaveOptions(time, Long.parseLong(value), adapters, scenarios);
            case "--adapter" -> new InterleaveOptions(time, seed, List.of(TriedAdapter.named(value)), scenarios);
            case "--scenario" -> new InterleaveOptions(time, seed, adapters, List.of(Scenario.named(value)));
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
    }
}
