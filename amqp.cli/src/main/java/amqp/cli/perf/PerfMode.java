// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import java.util.Locale;

/** What {@code amqp perf} measures. */
public enum PerfMode {
    PUBLISH,
    CONFIRM,
    CONSUME,
    CONSUMEACK,
    ECHO;

    /** Messages a round, where the command line does not say. */
    public long defaultCount() {
        return this == ECHO ? 10_000 : 100_000;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
