// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import amqp.client.ConnectionOptions;
import amqp.client.LostPublishes;
import amqp.client.RecoveryOptions;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;

/** Connections that come back, soon and for ever. */
public final class Recovering {
    public static final RecoveryOptions SOON = RecoveryOptions.builder()
            .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(100)))
            .build();
    public static final RecoveryOptions AT_LEAST_ONCE =
            SOON.toBuilder().lostPublishes(LostPublishes.REPUBLISH).build();

    private Recovering() {}

    /** With limits that notice a loss soon. */
    public static ConnectionOptions.Builder impatient(ConnectionOptions.Builder options) {
        return options.heartbeat(Duration.ofSeconds(1))
                .connectTimeout(Duration.ofSeconds(2))
                .handshakeTimeout(Duration.ofSeconds(2))
                .closeTimeout(Duration.ofMillis(500))
                .recovery(AT_LEAST_ONCE);
    }
}
