// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * Returns credentials that may change. It is asked before every login, and on an open connection again after each
 * {@link Credentials#renewal}. An implementation may ask a vault or a token server, so it may block, and is called on a
 * thread that can wait. One provider may serve many connections, so it must be thread-safe.
 */
@FunctionalInterface
public interface CredentialsProvider {
    /**
     * Returns the current credentials, with their remaining lifetime. The same password or token again means that there
     * is no newer one.
     *
     * @throws RuntimeException when there are none at the moment; the login or the renewal has then failed and is
     *     repeated later. Its message must not have a secret
     */
    Credentials credentials();

    /**
     * Returns credentials after a server refused others, which must not be returned from a cache again. By default it
     * calls {@link #credentials()}.
     *
     * @param refused the credentials that the server refused
     * @throws RuntimeException as {@link #credentials()}
     */
    default Credentials replacing(Credentials refused) {
        return credentials();
    }

    /** Returns a provider that always returns the same credentials. */
    static CredentialsProvider of(Credentials credentials) {
        return () -> credentials;
    }
}
