// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Where a simulation tells what happens: nowhere, unless a seed is looked at. */
final class Trace {
    static final Trace OFF = new Trace(line -> {}, false);

    private final Consumer<String> lines;
    private final boolean on;

    private Trace(Consumer<String> lines, boolean on) {
        this.lines = lines;
        this.on = on;
    }

    static Trace to(Consumer<String> lines) {
        return new Trace(lines, true);
    }

    void add(Duration age, String what, Object... details) {
        if (on) {
            String text = String.format(Locale.ROOT, what, details);
            lines.accept(String.format(Locale.ROOT, "%12.6f  %s", age.toNanos() / 1e9, text));
        }
    }
}
