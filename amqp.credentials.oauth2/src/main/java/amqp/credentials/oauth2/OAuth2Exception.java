// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import org.jspecify.annotations.Nullable;

/** The token server could not be reached, or returned no token. The message holds no secret. */
public final class OAuth2Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    OAuth2Exception(String message, String error, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    OAuth2Exception(String message, @Nullable Throwable cause) {
        this(message, "", cause);
    }

    /**
     * Returns the code by which the server refused, such as {@code invalid_client} (RFC 6749 §5.2); empty where it gave none
     * or was not reached.
     */
    public String error() {
        return error;
    }
}
