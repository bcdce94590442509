// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * A SASL mechanism that can be asked for by name. The service interface of this module: a third party registers an
 * implementation with {@code provides} in its module-info or in {@code META-INF/services}, or passes one to
 * {@link Mechanisms#with}. Implementations are stateless and thread-safe.
 */
public interface MechanismProvider {
    /** The registered name, for example {@code SCRAM-SHA-256}; compared without regard to case. */
    String name();

    /**
     * The client's side of one login.
     *
     * @throws IllegalArgumentException when the mechanism can't carry these credentials; its message holds no secret
     */
    Mechanism create(Credentials credentials);
}
