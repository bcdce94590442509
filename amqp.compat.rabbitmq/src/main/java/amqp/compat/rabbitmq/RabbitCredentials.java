// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.credentials.Credentials;
import com.rabbitmq.client.impl.CredentialsProvider;
import java.time.Duration;

/**
 * amqp-client's provider of credentials for one connection. Those that expire are refreshed whenever they are asked for again,
 * and renewed while the connection is open, also without a refresh service.
 */
final class RabbitCredentials implements amqp.credentials.CredentialsProvider {
    private final CredentialsProvider provider;
    private boolean asked;

    RabbitCredentials(CredentialsProvider provider) {
        this.provider = provider;
    }

    /** One call at a time: a connection logs in or renews, never both. */
    @Override
    public Credentials credentials() {
        if (asked && provider.getTimeBeforeExpiration() != null) {
            provider.refresh();
        }
        asked = true;
        return now();
    }

    @Override
    public Credentials replacing(Credentials refused) {
        provider.refresh();
        return now();
    }

    private Credentials now() {
        Duration left = provider.getTimeBeforeExpiration();
        String username = provider.getUsername() == null ? "" : provider.getUsername();
        String password = provider.getPassword() == null ? "" : provider.getPassword();
        return left == null || left.isNegative() || left.isZero()
                ? Credentials.of(username, password)
                : new Credentials(username, password, left);
    }
}
