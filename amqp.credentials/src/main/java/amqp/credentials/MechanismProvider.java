// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * A SASL mechanism with a name. This is the service interface of this module: a third party registers an implementation
 * with {@code provides} in its module-info or in {@code META-INF/services}, or passes one to {@link Mechanisms#with}.
 * Implementations are stateless and thread-safe.
 */
public interface MechanismProvider {
    /** Returns the registered name, for example {@code SCRAM-SHA-256}; compared without regard to case. */
    String name();

    /**
     * Creates the client's side of one login.
     *
     * @throws IllegalArgumentException when the mechanism cannot use these credentials; its message has no secret
     */
    Mechanism create(Credentials credentials);
}
