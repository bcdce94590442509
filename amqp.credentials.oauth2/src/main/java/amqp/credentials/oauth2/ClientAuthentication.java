// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

/** How a client authenticates itself at a token server (RFC 6749 §2.3.1). */
public enum ClientAuthentication {
    /** By the header {@code Authorization: Basic …}; every server with client secrets takes it. */
    BASIC,
    /** By {@code client_id} and {@code client_secret} in the form. */
    FORM
}
