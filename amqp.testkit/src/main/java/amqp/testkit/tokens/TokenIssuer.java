// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.testkit.Folders;
import amqp.testkit.broker.RabbitMqOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Signs tokens (JWT with RS256, RFC 7515 and 7519) which a RabbitMQ with {@link #trusted} takes as passwords. */
public final class TokenIssuer implements AutoCloseable {
    private static final String RESOURCE = "broker";
    private static final String KEY_NAME = "k1";

    private final KeyPair keys = newKeys();
    private final Path folder = Folders.create("tokens");

    /**
     * A token for everything on every virtual host.
     *
     * @param text what is sent as the password
     * @param expiry from when on it is worth nothing, a whole second
     */
    public record Token(String text, Instant expiry) {}

    /** With the plugin that comes with RabbitMQ, and this issuer as the only one who says who may log in. */
    public RabbitMqOptions trusted(RabbitMqOptions options) {
        return options.withPlugin("rabbitmq_auth_backend_oauth2")
                .withConfiguration(
                        "auth_backends.1 = rabbit_auth_backend_oauth2",
                        "auth_oauth2.resource_server_id = " + RESOURCE,
                        "auth_oauth2.signing_keys." + KEY_NAME + " = " + publicKeyFile(),
                        "auth_oauth2.default_key = " + KEY_NAME);
    }

    /** Lives for this long, less what the present second has had. */
    public Token token(String user, Duration life) {
        var expiry = Instant.ofEpochSecond(Instant.now().plus(life).getEpochSecond());
        var signed = part("""
                {"alg": "RS256", "typ": "JWT", "kid": "%s"}""".formatted(KEY_NAME)) + "." + part("""
                {"sub": "%s", "aud": "%2$s", "exp": %3$d,
                 "scope": ["%2$s.configure:*/*", "%2$s.read:*/*", "%2$s.write:*/*"]}""".formatted(user, RESOURCE, expiry.getEpochSecond()));
        return new Token(signed + "." + encoded(signature(signed)), expiry);
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }

    private Path publicKeyFile() {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        try {
            return Files.writeString(
                    folder.resolve("public.pem"),
                    "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signature(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return encoded(json.getBytes(UTF_8));
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
