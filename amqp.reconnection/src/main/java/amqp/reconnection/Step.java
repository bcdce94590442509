// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.time.Duration;

/**
 * The next step for the owner of a {@link Reconnector}.
 *
 * @param <A> whatever the caller connects to
 */
public sealed interface Step<A> {
    /**
     * Connect to the address after the delay.
     *
     * @param <A> whatever the caller connects to
     * @param address the address
     * @param delay before connecting; zero for none
     * @param round 0 for the first connect, then as {@link ReconnectionStrategy#next} counts
     */
    record Connect<A>(A address, Duration delay, int round) implements Step<A> {}

    /**
     * Do nothing more; the connection is closed for good.
     *
     * @param <A> whatever the caller connects to
     * @param why one sentence for the application
     */
    record End<A>(String why) implements Step<A> {}
}
