// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.tck.TestCertificates;
import amqp.credentials.Credentials;
import amqp.credentials.Renewal;
import amqp.testkit.Await;
import amqp.testkit.tokens.TokenServer;
import amqp.testkit.tokens.TokenServer.Answer;
import amqp.tls.TlsOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a token server, and what is made of its answers. */
class OAuth2CredentialsTest {
    private final TokenServer server = TokenServer.start(request -> Answer.token("t0ken", 60));

    @AfterEach
    void close() {
        server.close();
    }

    private OAuth2Credentials.Builder builder() {
        return OAuth2Credentials.builder(server.endpoint(), "my client", "s3cret/:");
    }

    private OAuth2Exception failure() {
        var failure = assertThrows(OAuth2Exception.class, builder().build()::credentials);
        assertFalse(failure.getMessage().contains("s3cret"), failure.getMessage());
        assertTrue(failure.getMessage().startsWith("the token server at " + server.endpoint()), failure.getMessage());
        return failure;
    }

    @Test
    void asksWithBasicAuthentication() {
        var given = builder().username("me").build().credentials();
        assertEquals("me", given.username());
        assertEquals("t0ken", given.password());
        assertTrue(given.lifetime().compareTo(Duration.ofSeconds(60)) <= 0);
        assertTrue(given.renewal().compareTo(given.lifetime()) < 0);
        assertEquals(
                List.of(new TokenServer.Request(
                        "Basic bXkrY2xpZW50OnMzY3JldCUyRiUzQQ==", Map.of("grant_type", "client_credentials"))),
                server.requests());
    }

    @Test
    void asksWithAFormAndWithWhatElseTheServerWants() {
        builder()
                .authentication(ClientAuthentication.FORM)
                .scopes("broker.read:*/*", "broker.write:*/*")
                .parameter("audience", "broker & more")
                .build()
                .credentials();
        assertEquals(
                List.of(new TokenServer.Request(
                        "",
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", "my client",
                                "client_secret", "s3cret/:",
                                "scope", "broker.read:*/* broker.write:*/*",
                                "audience", "broker & more"))),
                server.requests());
    }

    @Test
    void oneRequestServesMany() {
        var provider = builder().build();
        assertEquals(provider.credentials().password(), provider.credentials().password());
        assertEquals(1, server.requests().size());
    }

    @Test
    void aTokenThatSaysNothingOfItsLifeDoesNotExpire() {
        server.answer(request -> Answer.token("opaque", 0));
        assertFalse(builder().build().credentials().expires());
    }

    @Test
    void theLifeOfAJsonWebTokenIsItsOwn() {
        server.answer(request -> Answer.token(Jwts.expiringIn(Duration.ofMinutes(5)), 0));
        Credentials given = builder().build().credentials();
        assertTrue(given.lifetime().compareTo(Duration.ofMinutes(5)) <= 0, given::toString);
        assertTrue(given.lifetime().compareTo(Duration.ofMinutes(4)) > 0, given::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"token_type\": \"Bearer\"} | it holds no \"access_token\"",
                "{\"access_token\": \"s3cret\", \"token_type\": \"mac\"} | its \"token_type\" is not Bearer",
                "{\"access_token\": \"s3cret\", \"expires_in\": \"soon\"} | its \"expires_in\" is no number",
                "{\"access_token\": \"s3cret\", \"expires_in\": 0} | it has expired already; do the clocks agree?",
                "{\"access_token\": \"s3cret\", \"access_token\": \"s3cret\"} | it is no JSON object",
                "{\"access_token\": \"s3cret\" | it is no JSON object",
                "{\"access_token\": \"s3cret\"} {} | it is no JSON object",
                "[\"s3cret\"] | it is no JSON object",
                "s3cret | it is no JSON object",
                "'' | it is no JSON object"
            })
    void whatIsNoTokenIsRefused(String body, String why) {
        server.answer(request -> new Answer(200, body));
        assertEquals(
                "the token server at " + server.endpoint() + " answered with what is no token: " + why,
                failure().getMessage());
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() {
        server.answer(request -> new Answer(200, "x".repeat((1 << 20) + 1)));
        var message = failure().getMessage();
        assertTrue(message.endsWith("the answer is longer than 1048576 bytes"), message);
    }

    @Test
    void whatElseTheAnswerHoldsIsPassedOver() {
        server.answer(request -> new Answer(200, """
                {"extra": {"access_token": "other", "list": [1, {}]}, "access_token": "t", "expires_in": "30.5",
                 "scope": null}"""));
        var given = builder().build().credentials();
        assertEquals("t", given.password());
        assertTrue(given.lifetime().compareTo(Duration.ofSeconds(30)) <= 0, given::toString);
    }

    @Test
    void aRefusalSaysWhy() {
        server.answer(request -> Answer.refusal(401, "invalid_client"));
        var failure = failure();
        assertEquals("invalid_client", failure.error());
        assertEquals(
                "the token server at " + server.endpoint()
                        + " refused with status 401: invalid_client as the test wishes",
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Bad Gateway</html>", ""})
    void aRefusalOfSomebodyElseIsOneToo(String body) {
        server.answer(request -> new Answer(502, body));
        var failure = failure();
        assertEquals("", failure.error());
        assertTrue(failure.getMessage().endsWith("refused with status 502: without saying why"), failure.getMessage());
    }

    @Test
    void whatTheServerSaysIsOneHarmlessLine() {
        server.answer(request ->
                new Answer(400, "{\"error\": \"a\\nb\", \"error_description\": \"" + "x".repeat(300) + "\"}"));
        var message = failure().getMessage();
        assertTrue(message.endsWith("400: a?b " + "x".repeat(200) + "…"), message);
    }

    @Test
    void aRefreshTokenIsUsedUntilTheServerRefusesIt() {
        server.answer(request ->
                new Answer(200, "{\"access_token\": \"a\", \"refresh_token\": \"r\", \"expires_in\": 3600}"));
        var endpoint = endpoint();
        assertEquals("r", endpoint.grant().refresh());
        server.answer(request -> Answer.token("b", 60));
        assertEquals(new Token("b", "r", Duration.ofSeconds(60)), endpoint.refresh("r"));
        assertEquals(
                Map.of("grant_type", "refresh_token", "refresh_token", "r"),
                server.requests().get(1).form());

        var provider =
                builder().renewal(new Renewal(1e-9, 0, Duration.ofMillis(1))).build();
        server.answer(request ->
                new Answer(200, "{\"access_token\": \"a\", \"refresh_token\": \"r\", \"expires_in\": 3600}"));
        provider.credentials();
        server.answer(request -> request.form().containsKey("refresh_token")
                ? Answer.refusal(400, "invalid_grant")
                : Answer.token("c", 60));
        Await.until(
                Duration.ofSeconds(30), () -> provider.credentials().password().equals("c"), () -> "not renewed");
    }

    private TokenEndpoint endpoint() {
        return new TokenEndpoint(builder(), HttpClient.newHttpClient(), Instant::now);
    }

    @Test
    void aServerThatIsNotThereCannotBeAsked() {
        server.close();
        assertTrue(failure().getMessage().contains("cannot be asked"));
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForLonger() {
        CountDownLatch never = new CountDownLatch(1);
        server.answer(request -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.token("late", 60);
        });
        var provider = builder().timeout(Duration.ofMillis(50)).build();
        var failure = assertThrows(OAuth2Exception.class, provider::credentials);
        assertTrue(failure.getMessage().endsWith("did not answer within 50 ms"), failure.getMessage());
        never.countDown();
    }

    @Test
    void theServerIsVerified() {
        try (var certificates = TestCertificates.create();
                var tls = TokenServer.startTls(
                        certificates.context(certificates.server()), request -> Answer.token("t0ken", 60))) {
            var trusting = OAuth2Credentials.builder(tls.endpoint(), "me", "s3cret")
                    .tls(TlsOptions.pem(certificates.authority()))
                    .build();
            assertEquals("t0ken", trusting.credentials().password());
            var distrusting =
                    OAuth2Credentials.builder(tls.endpoint(), "me", "s3cret").build();
            assertThrows(OAuth2Exception.class, distrusting::credentials);
            var own = OAuth2Credentials.builder(tls.endpoint(), "me", "s3cret")
                    .httpClient(HttpClient.newBuilder()
                            .sslContext(certificates.clientContext())
                            .build())
                    .build();
            assertEquals("t0ken", own.credentials().password());
        }
        try (var certificates = TestCertificates.create();
                var tls = TokenServer.startTls(
                        certificates.context(certificates.wrongHost()), request -> Answer.token("t0ken", 60))) {
            var trusting = OAuth2Credentials.builder(tls.endpoint(), "me", "s3cret")
                    .tls(TlsOptions.pem(certificates.authority()))
                    .build();
            assertThrows(OAuth2Exception.class, trusting::credentials);
        }
    }

    @Test
    void secretsAreNotShown() {
        var provider = builder().build();
        assertEquals(
                "OAuth2Credentials[the token server at " + server.endpoint() + ", client=my client]",
                provider.toString());
        assertEquals("Token[lifetime=PT1M]", new Token("t0ken", "r", Duration.ofMinutes(1)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "token", "https:/token", "https://user:pass@h/", "https://h/#a"})
    void endpointsAreChecked(String endpoint) {
        var failure = assertThrows(
                IllegalArgumentException.class, () -> OAuth2Credentials.builder(URI.create(endpoint), "c", "s"));
        assertFalse(failure.getMessage().contains("pass"), failure.getMessage());
    }

    @Test
    void settingsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> builder().timeout(Duration.ZERO));
    }
}
