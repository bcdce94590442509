// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * Returns the credentials for a login, for credentials that may change. Asked before every login, and on an open
 * connection again and again after {@link Credentials#renewal}. An implementation may go to a vault or a token server,
 * so it may block, and is called on a thread that can wait. One provider may serve many connections, so it must be
 * thread-safe.
 */
@FunctionalInterface
public interface CredentialsProvider {
    /**
     * Returns the credentials to use now, with the lifetime that remains to them now. The same password or token again
     * means that there is no newer one.
     *
     * @throws RuntimeException when there are none at the moment; the login or the renewal has then failed and is tried
     *     again later. Its message must not hold a secret
     */
    Credentials credentials();

    /**
     * Returns credentials to use now after a server refused others, which are not to be handed out from a cache again. By
     * default what {@link #credentials()} returns.
     *
     * @param refused what the server refused
     * @throws RuntimeException as {@link #credentials()}
     */
    default Credentials replacing(Credentials refused) {
        return credentials();
    }

    /** Returns a provider that gives the same credentials every time. */
    static CredentialsProvider of(Credentials credentials) {
        return () -> credentials;
    }
}
