// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import java.time.Duration;

/**
 * What a token server gave.
 *
 * @param text the access token
 * @param refresh the refresh token; empty where there is none
 * @param lifetime how long the access token is valid, counted from when it was asked for; positive, and
 *     {@link amqp.credentials.Credentials#FOREVER} where nobody says
 */
record Token(String text, String refresh, Duration lifetime) {
    @Override
    public String toString() {
        return "Token[lifetime=" + lifetime + "]";
    }
}
