// SPDX-License-Identifier: MPL-2.0

/**
 * Credentials that come from elsewhere and change.
 *
 * <p>{@link amqp.credentials.oauth2.OAuth2Credentials} gets tokens from an OAuth 2 server by the client credentials grant
 * (RFC 6749 §4.4) and renews them; {@link amqp.credentials.oauth2.FileCredentials} reads what somebody else writes into
 * files. Both are {@link amqp.credentials.CredentialsProvider}s: give one to the options of any number of connections.
 *
 * <p>The grant is one form that is posted and one JSON object that comes back. That is done here with java.net.http and the
 * streaming parser of Jackson (jackson-core, 0.6 MB), rather than with Nimbus' OAuth 2.0 SDK, which would bring 2 MB of five
 * libraries, none of them a named module, for this one request. Tokens are passed on and never verified: that is the
 * broker's part.
 *
 * <p>No {@code toString}, no exception and no log of this package holds a secret.
 */
@NullMarked
package amqp.credentials.oauth2;

import org.jspecify.annotations.NullMarked;
