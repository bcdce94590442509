// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.time.Instant;

/** Nanoseconds since 1970 that never go back while the process lives. Any threads. */
final class TraceClock {
    private final long offset;

    TraceClock() {
        Instant now = Instant.now();
        offset = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    long nanos() {
        return offset + System.nanoTime();
    }
}
