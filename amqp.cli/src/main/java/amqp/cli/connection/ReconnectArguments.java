// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.client.LostPublishes;
import amqp.client.RecoveryOptions;
import amqp.client.WhileDisconnected;
import amqp.reconnection.Exponential;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether a command that may run for long comes back when its connection is lost. */
public final class ReconnectArguments {
    /** Between two attempts, so that somebody who watches sees life. */
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    @Option(
            names = "--no-reconnect",
            description = "End when the connection is lost, instead of reconnecting to the addresses of --uri in turn.")
    private boolean never;

    /** Whether it comes back. */
    public boolean isOn() {
        return !never;
    }

    /**
     * Messages without a verdict are published again. Publishing waits meanwhile: what is kept and then dropped would be
     * reported as published.
     */
    public RecoveryOptions recovery() {
        return never
                ? RecoveryOptions.NONE
                : RecoveryOptions.builder()
                        .strategy(Exponential.builder().longest(LONGEST_DELAY).build())
                        .lostPublishes(LostPublishes.REPUBLISH)
                        .whileDisconnected(WhileDisconnected.WAIT)
                        .build();
    }
}
