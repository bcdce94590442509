// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to soak.
 *
 * @param adapter name, empty for the preferred one
 * @param seed of the faults; which messages they meet is up to the machine
 * @param folder where the curves go
 */
record SoakOptions(Duration duration, boolean cluster, String adapter, long seed, Path folder) {

    static SoakOptions parse(List<String> arguments) {
        var options = new SoakOptions(Duration.ofMinutes(5), false, "", System.nanoTime(), Path.of("target"));
        for (var i = 0; i < arguments.size(); i++) {
            var name = arguments.get(i);
            options = name.equals("--cluster")
                    ? options.withCluster()
                    : options.with(name, i + 1 < arguments.size() ? arguments.get(++i) : "");
        }
        return options;
    }

    private SoakOptions withCluster() {
        return new SoakOptions(duration, true, adapter, seed, folder);
    }

    private SoakOptions with(String name, String value) {
        if (value.isEmpty()) throw new IllegalArgumentException(name + " is no option, or its value is missing");
        return switch (name) {
            case "--minutes" ->
                new SoakOptions(
                        Duration.ofMillis((long) (Double.parseDouble(value) * 60_000)), cluster, adapter, seed, folder);
            case "--adapter" -> new SoakOptions(duration, cluster, value, seed, folder);
            case "--seed" -> new SoakOptions(duration, cluster, adapter, Long.parseLong(value), folder);
            case "--out" -> new SoakOptions(duration, cluster, adapter, seed, Path.of(value));
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
    }
}
