// SPDX-License-Identifier: MPL-2.0

/**
 * Credentials and SASL mechanisms, including credentials that expire and are renewed. It depends on nothing.
 *
 * <p>{@link amqp.credentials.Credentials} are a user name, a password or token, and its validity. A
 * {@link amqp.credentials.CredentialsProvider} supplies them before every login, so that a reconnect uses what is valid
 * then. {@link amqp.credentials.Mechanisms} knows PLAIN, AMQPLAIN, EXTERNAL and ANONYMOUS, accepts others of the
 * application, and chooses the first mechanism on the client's list that the broker offers; it never uses a mechanism
 * that is not on the list. A {@link amqp.credentials.Mechanism} is the client's side of one login: the first response,
 * then an answer to each challenge.
 *
 * <p>Credentials that expire are renewed on the open connection (connection.update-secret). They say after what time
 * their provider must be asked again. {@link amqp.credentials.Renewal} computes that time from a lifetime, for
 * providers and, after a failed attempt, for clients; it runs no timer.
 *
 * <p>No {@code toString} and no exception of this package has a password. Values and providers of mechanisms are
 * immutable and thread-safe; a {@code Mechanism} belongs to one login on one thread at a time. Only a
 * {@code CredentialsProvider} may block, and must be called where that is allowed.
 */
@NullMarked
package amqp.credentials;

import org.jspecify.annotations.NullMarked;
