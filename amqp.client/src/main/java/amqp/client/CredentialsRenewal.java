// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.adapter.spi.Cancellable;
import amqp.client.driver.Completion;
import amqp.client.recovery.Question;
import amqp.codec.AmqpException;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.credentials.Credentials;
import amqp.credentials.Renewal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the secret of an open connection valid: asks the provider again when the credentials say so, and gives the broker
 * what is new. Where that fails it goes on asking, also when they have expired: what becomes of the connection then is up
 * to the broker. In the strand.
 */
final class CredentialsRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialsRenewal.class);

    private final ConnectionCore connection;
    private final Login login;
    private final Question<Login.Given> provider;

    private Cancellable timer = () -> {};
    private Login.Given current;
    private boolean warned;
    private boolean expired;

    /** Counts the times that the connection was open, so that late answers are told apart. */
    private int opening;

    CredentialsRenewal(ConnectionCore connection, Login login, Question<Login.Given> provider) {
        this.connection = connection;
        this.login = login;
        this.provider = provider;
        this.current = login.used();
    }

    /** The connection is open with what the last handshake was begun with. */
    void opened() {
        opening++;
        took(login.used());
    }

    /** It is no more. */
    void closed() {
        opening++;
        timer.cancel();
    }

    private void took(Login.Given given) {
        current = given;
        warned = false;
        expired = false;
        Duration renewal = given.credentials().renewal();
        if (!renewal.equals(Credentials.FOREVER)) {
            askAfter(renewal.minus(since(given)));
        }
    }

    private Duration since(Login.Given given) {
        return Duration.ofNanos(connection.driver().now() - given.at());
    }

    private void askAfter(Duration delay) {
        timer = connection.driver().scheduleInStrand(delay.isNegative() ? Duration.ZERO : delay, this::ask);
    }

    private void ask() {
        int asked = opening;
        provider.ask(
                given -> {
                    if (asked == opening) {
                        answered(given);
                    }
                },
                why -> {
                    if (asked == opening) {
                        failed(why);
                    }
                });
    }

    private void answered(Login.Given given) {
        Credentials before = current.credentials();
        Credentials now = given.credentials();
        if (!now.username().equals(before.username())) {
            LOG.warn(
                    "{}: the credentials are those of another user now, who counts from the next login on", connection);
            took(given);
        } else if (now.password().equals(before.password())) {
            took(given);
        } else {
            connection.renewSecret(
                    new ConnectionMethod.UpdateSecret(now.password().getBytes(UTF_8), "renewed"),
                    new Update(opening, given));
        }
    }

    private void failed(Throwable why) {
        Credentials credentials = current.credentials();
        Duration remaining = credentials.expires() ? credentials.lifetime().minus(since(current)) : Credentials.FOREVER;
        if (remaining.isNegative() && !expired) {
            expired = true;
            LOG.error("{}: the credentials have expired and cannot be renewed: {}", connection, why.toString());
        } else if (!warned) {
            warned = true;
            LOG.warn("{}: the credentials cannot be renewed: {}", connection, why.toString());
        } else {
            LOG.debug("{}: the credentials cannot be renewed", connection, why);
        }
        Duration again = credentials.expires() ? remaining : credentials.renewal();
        askAfter(Renewal.DEFAULT.delay(again, ThreadLocalRandom.current()));
    }

    /** Of one connection.update-secret. */
    private final class Update implements Completion {
        private final int asked;
        private final Login.Given given;

        Update(int asked, Login.Given given) {
            this.asked = asked;
            this.given = given;
        }

        @Override
        public void replied(Method ok) {
            if (asked == opening) {
                LOG.debug("{}: the credentials are renewed", connection);
                took(given);
            }
        }

        @Override
        public void failed(AmqpException timeout) {
            if (asked == opening) {
                CredentialsRenewal.this.failed(timeout);
            }
        }

        @Override
        public void closed(CloseReason reason) {
            if (reason instanceof CloseReason.ByPeer) {
                login.refused(given.credentials());
            }
        }
    }
}
