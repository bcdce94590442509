// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * Where credentials come from. Asked before every login and again whenever {@link Renewal} says so; an implementation
 * may go to a vault or a token server, so it may block and must be called on a thread that can wait. One provider may
 * serve many connections, so it must be thread-safe.
 */
@FunctionalInterface
public interface CredentialsProvider {
    /**
     * The credentials to use now, with the lifetime that remains to them now.
     *
     * @throws RuntimeException when there are none at the moment; the login or the renewal has then failed and may be
     *     tried again. Its message must not hold a secret
     */
    Credentials credentials();

    /** The same credentials every time. */
    static CredentialsProvider of(Credentials credentials) {
        return () -> credentials;
    }
}
