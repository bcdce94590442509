// SPDX-License-Identifier: MPL-2.0

/**
 * Who logs in, and how: SASL mechanisms, and credentials that expire and are renewed. Depends on nothing.
 *
 * <p>{@link amqp.credentials.Credentials} are a user name, a password or token, and how long they remain valid. They come
 * from a {@link amqp.credentials.CredentialsProvider}, which is asked before every login, so that a reconnect uses what is
 * valid then. {@link amqp.credentials.Mechanisms} knows PLAIN, AMQPLAIN, EXTERNAL and ANONYMOUS, takes others of the
 * application's own, and chooses the first of the client's wishes that the broker offers; it never falls back to a
 * mechanism that was not wished for. A {@link amqp.credentials.Mechanism} is the client's side of one login: the first
 * response, then an answer to each challenge.
 *
 * <p>Credentials that expire are renewed on the open connection (connection.update-secret): they say themselves after what
 * time their provider is to be asked again. {@link amqp.credentials.Renewal} computes that time from a lifetime, for
 * providers and, after a failed attempt, for clients; it runs no timer.
 *
 * <p>No {@code toString} and no exception of this package holds a password. Values and providers of mechanisms are immutable
 * and thread-safe; a {@code Mechanism} belongs to one login on one thread at a time. Only a {@code CredentialsProvider} may
 * block, and is to be called where that is allowed.
 */
@NullMarked
package amqp.credentials;

import org.jspecify.annotations.NullMarked;
