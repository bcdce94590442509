// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.time.Duration;

/** How long an adapter waits for the last bytes of a connection that is ending, in either direction. */
public final class Grace {
    /**
     * For the peer's last bytes after a write has failed: they may say why the peer went. Reading them ends at once where the
     * peer has closed, so that this counts only on a busy machine, and where the network is gone.
     */
    public static final Duration TO_READ = Duration.ofSeconds(2);

    /** For bytes that a closed transport has still to write. */
    public static final Duration TO_WRITE = Duration.ofMillis(200);

    private Grace() {}
}
