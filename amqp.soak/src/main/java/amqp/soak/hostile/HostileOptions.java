// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.testkit.hostile.Catalogue;
import amqp.testkit.hostile.Misbehaviour;
import java.time.Duration;
import java.util.List;

/**
 * What to try.
 *
 * @param time after which no trial begins; zero for all of them once
 * @param rotating whether each misbehaviour is tried once, the adapters and modes in turn
 * @param verbose whether each trial is told with its time
 */
record HostileOptions(
        Duration time,
        boolean rotating,
        List<TriedAdapter> adapters,
        List<Mode> modes,
        List<Misbehaviour> cases,
        boolean verbose) {

    static HostileOptions parse(List<String> arguments) {
        var options = new HostileOptions(
                Duration.ZERO, false, List.of(TriedAdapter.values()), List.of(Mode.values()), Catalogue.all(), false);
        for (var i = 0; i < arguments.size(); i++) {
            var name = arguments.get(i);
            switch (name) {
                case "--all" -> {}
                case "--verbose" ->
                    options = new HostileOptions(
                            options.time, options.rotating, options.adapters, options.modes, options.cases, true);
                case "--rotate" ->
                    options = new HostileOptions(
                            options.time, true, options.adapters, options.modes, options.cases, options.verbose);
                default -> {
                    if (++i == arguments.size()) throw new IllegalArgumentException(name + " needs a value");
                    options = options.with(name, arguments.get(i));
                }
            }
        }
        return options;
    }

    private HostileOptions with(String name, String value) {
        return switch (name) {
            case "--minutes" -> {
                var millis = (long) (Double.parseDouble(value) * 60_000);
                yield new HostileOptions(Duration.ofMillis(millis), rotating, adapters, modes, cases, verbose);
            }
            case "--adapter" ->
                new HostileOptions(time, rotating, List.of(TriedAdapter.named(value)), modes, cases, verbose);
            case "--mode" -> new HostileOptions(time, rotating, adapters, List.of(Mode.named(value)), cases, verbose);
            case "--case" ->
                new HostileOptions(time, rotating, adapters, modes, List.of(Catalogue.named(value)), verbose);
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
    }
}
