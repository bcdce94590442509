// SPDX-License-Identifier: MPL-2.0

/**
 * Providers of credentials that change.
 *
 * <p>{@link amqp.credentials.oauth2.OAuth2Credentials} gets tokens from an OAuth 2 server by the client credentials
 * grant (RFC 6749 §4.4) and renews them; {@link amqp.credentials.oauth2.FileCredentials} reads files that another
 * program writes. Both are {@link amqp.credentials.CredentialsProvider}s: set one in the options of any number of
 * connections.
 *
 * <p>The grant is one posted form and one JSON object in reply. For that, java.net.http and the streaming parser of
 * Jackson (jackson-core, 0.6 MB) are enough. Nimbus' OAuth 2.0 SDK would add 2 MB in five libraries, none of them a
 * named module, for this one request. Tokens are passed on and never verified: the broker does that.
 *
 * <p>No {@code toString}, no exception and no log of this package has a secret.
 */
@NullMarked
package amqp.credentials.oauth2;

import org.jspecify.annotations.NullMarked;
