// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.credentials.Credentials;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asks a token server (RFC 6749 §4.4, §5 and §6). Immutable; each call blocks until the answer is there. */
final class TokenEndpoint {
    private static final int OK = 200;
    private static final int LONGEST_DESCRIPTION = 200;

    /** Bytes; a token with a thousand scopes has less. */
    private static final int LONGEST_ANSWER = 1 << 20;

    private final OAuth2Credentials.Builder settings;
    private final HttpClient http;
    private final InstantSource clock;

    TokenEndpoint(OAuth2Credentials.Builder settings, HttpClient http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** By the client's own credentials. */
    Token grant() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!settings.scopes.isEmpty()) {
            form.put("scope", String.join(" ", settings.scopes));
        }
        form.putAll(settings.parameters);
        return post(form);
    }

    /** By a refresh token; the answer need not hold another one, and then this one stays. */
    Token refresh(String refresh) {
        Token token = post(Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        return token.refresh().isEmpty() ? new Token(token.text(), refresh, token.lifetime()) : token;
    }

    private Token post(Map<String, String> form) {
        HttpResponse<byte[]> response = send(request(form));
        if (response.statusCode() != OK) {
            throw refusal(response);
        }
        try {
            return token(JsonFields.parse(response.body()));
        } catch (IllegalArgumentException e) {
            throw new OAuth2Exception(this + " answered with what is no token: " + e.getMessage(), null);
        }
    }

    private HttpRequest request(Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json");
        if (settings.authentication == ClientAuthentication.BASIC) {
            String pair = encoded(settings.clientId) + ":" + encoded(settings.clientSecret);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        } else {
            all.put("client_id", settings.clientId);
            all.put("client_secret", settings.clientSecret);
        }
        String body = all.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(request, response -> new LimitedBody(LONGEST_ANSWER));
        try {
            return sent.get(settings.timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new OAuth2Exception(this + " cannot be asked: " + message, cause);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new OAuth2Exception(this + " did not answer within " + settings.timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new OAuth2Exception(this + " was not waited for", e);
        }
    }

    private Token token(JsonFields fields) {
        String text = fields.text("access_token");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it holds no \"access_token\"");
        }
        String type = fields.text("token_type");
        if (!type.isEmpty() && !type.equalsIgnoreCase("bearer")) {
            throw new IllegalArgumentException("its \"token_type\" is not Bearer");
        }
        var told = fields.seconds("expires_in");
        Duration lifetime = told.isPresent()
                ? Duration.ofSeconds(told.getAsLong())
                : Jwt.lifetime(text, clock.instant()).orElse(Credentials.FOREVER);
        if (lifetime.isZero() || lifetime.isNegative()) {
            throw new IllegalArgumentException("it has expired already; do the clocks agree?");
        }
        return new Token(text, fields.text("refresh_token"), lifetime);
    }

    private OAuth2Exception refusal(HttpResponse<byte[]> response) {
        String error = "";
        String description = "";
        try {
            JsonFields fields = JsonFields.parse(response.body());
            error = printable(fields.text("error"));
            description = printable(fields.text("error_description"));
        } catch (IllegalArgumentException notJson) { // as a proxy answers
            description = "without saying why";
        }
        String why = (error + " " + description).strip();
        return new OAuth2Exception(
                this + " refused with status " + response.statusCode() + (why.isEmpty() ? "" : ": " + why),
                error,
                null);
    }

    private static String printable(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return line.length() > LONGEST_DESCRIPTION ? line.substring(0, LONGEST_DESCRIPTION) + "…" : line;
    }

    @Override
    public String toString() {
        URI uri = settings.endpoint;
        return "the token server at " + uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
    }
}
