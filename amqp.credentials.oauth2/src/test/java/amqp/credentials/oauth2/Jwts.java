// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** JSON Web Tokens, made by a library of others. */
final class Jwts {
    private static final byte[] KEY = new byte[32];

    private Jwts() {}

    static String expiringIn(Duration life) {
        return expiringAt(Instant.now().plus(life));
    }

    static String expiringAt(Instant when) {
        return signed(claims().expirationTime(Date.from(when)));
    }

    static String eternal() {
        return signed(claims());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("me")
                .audience(List.of("broker", "others"))
                .claim("nested", Map.of("exp", 1));
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        try {
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
            token.sign(new MACSigner(KEY));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
