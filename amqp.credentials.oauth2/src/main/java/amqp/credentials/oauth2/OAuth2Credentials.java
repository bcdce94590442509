// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import amqp.credentials.Credentials;
import amqp.credentials.CredentialsProvider;
import amqp.credentials.Renewal;
import amqp.reconnection.ReconnectionStrategy;
import amqp.tls.TlsOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials with tokens of an OAuth 2 server, by the client credentials grant (RFC 6749 §4.4): the access token is
 * the password. One instance holds one token and gives it to all connections that it is set for, so share it: however
 * many ask, one request goes to the server. Where the server gives a refresh token, the next request is made with that
 * (§6), and with the client credentials again once the server refuses it. Thread-safe.
 *
 * <p>The token's lifetime is what the server says ({@code expires_in}), else the {@code exp} of a JSON Web Token, by the
 * clock of this machine; else it never expires. A token that cannot be renewed goes on until it has expired, while the
 * server is asked again as {@link Builder#retry} says. After that, logins and renewals fail with {@link OAuth2Exception},
 * and each asks the server.
 */
public final class OAuth2Credentials implements CredentialsProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OAuth2Credentials.class);

    private final TokenEndpoint endpoint;
    private final String clientId;
    private final TokenCache cache;

    private OAuth2Credentials(Builder settings) {
        endpoint = new TokenEndpoint(settings, settings.client(), Clock.systemUTC()::instant);
        clientId = settings.clientId;
        cache = new TokenCache(
                this::fetch,
                settings.username,
                settings.renewal,
                settings.retry,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Returns a builder.
     *
     * @param endpoint the token endpoint, {@code https} or, where nobody listens in, {@code http}
     * @param clientId the client
     * @param clientSecret its secret; never logged
     * @throws IllegalArgumentException when the endpoint is of another scheme, or holds a user or a fragment
     */
    public static Builder builder(URI endpoint, String clientId, String clientSecret) {
        return new Builder(endpoint, clientId, clientSecret);
    }

    /**
     * Returns the token with the lifetime that remains to it. Asks the server, and blocks for {@link Builder#timeout} at
     * most (twice that where a refresh token is refused), when there is none or it is to be renewed.
     *
     * @throws OAuth2Exception when there is no token that is valid
     */
    @Override
    public Credentials credentials() {
        return cache.credentials();
    }

    /**
     * Returns another token where the one that was refused is the one at hand.
     *
     * @throws OAuth2Exception when there is no token that is valid
     */
    @Override
    public Credentials replacing(Credentials refused) {
        return cache.replacing(refused.password());
    }

    private Token fetch(String refresh) {
        if (refresh.isEmpty()) {
            return endpoint.grant();
        }
        try {
            return endpoint.refresh(refresh);
        } catch (OAuth2Exception e) {
            if (e.error().isEmpty()) {
                throw e;
            }
            return endpoint.grant();
        }
    }

    @Override
    public String toString() {
        return "OAuth2Credentials[" + endpoint + ", client=" + clientId + "]";
    }

    /** Collects the settings; not for use by several threads at once. */
    public static final class Builder {
        final URI endpoint;
        final String clientId;
        final String clientSecret;
        ClientAuthentication authentication = ClientAuthentication.BASIC;
        List<String> scopes = List.of();
        final Map<String, String> parameters = new LinkedHashMap<>();
        Duration timeout = Duration.ofSeconds(10);
        private String username = "";
        private Renewal renewal = Renewal.DEFAULT;
        private ReconnectionStrategy retry = ReconnectionStrategy.exponential();
        private TlsOptions tls = TlsOptions.NONE;
        private @Nullable HttpClient http;

        private Builder(URI endpoint, String clientId, String clientSecret) {
            boolean web =
                    "https".equalsIgnoreCase(endpoint.getScheme()) || "http".equalsIgnoreCase(endpoint.getScheme());
            if (!web || endpoint.getHost() == null) {
                throw new IllegalArgumentException("The token endpoint is an https URI with a host.");
            }
            if (endpoint.getRawUserInfo() != null || endpoint.getRawFragment() != null) {
                throw new IllegalArgumentException(
                        "The token endpoint holds a user or a fragment; give the client's credentials apart.");
            }
            this.endpoint = endpoint;
            this.clientId = Objects.requireNonNull(clientId, "clientId");
            this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
        }

        private Builder(Builder other) {
            this(other.endpoint, other.clientId, other.clientSecret);
            authentication = other.authentication;
            scopes = other.scopes;
            parameters.putAll(other.parameters);
            timeout = other.timeout;
            username = other.username;
            renewal = other.renewal;
            retry = other.retry;
            tls = other.tls;
            http = other.http;
        }

        /** Sets how the client authenticates itself; {@link ClientAuthentication#BASIC} by default. */
        public Builder authentication(ClientAuthentication how) {
            authentication = Objects.requireNonNull(how, "how");
            return this;
        }

        /** Sets the scopes to ask for; none by default, which leaves them to the server. */
        public Builder scopes(String... names) {
            scopes = List.of(names);
            return this;
        }

        /** Adds a parameter to the form, such as {@code audience} or {@code resource}; one of the same name is replaced. */
        public Builder parameter(String name, String value) {
            parameters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the user name to log in with; empty by default, since brokers take it from the token.
         *
         * @param name as the broker wants it
         */
        public Builder username(String name) {
            username = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets how long one request may take, connecting included; 10 s by default.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder timeout(Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new IllegalArgumentException(
                        "The timeout of a token request is " + limit + "; give a positive one.");
            }
            timeout = limit;
            return this;
        }

        /** Sets at which part of its lifetime a token is renewed; {@link Renewal#DEFAULT} by default. */
        public Builder renewal(Renewal when) {
            renewal = Objects.requireNonNull(when, "when");
            return this;
        }

        /**
         * Sets when the server is asked again where a renewal has failed and the token still lives;
         * {@link ReconnectionStrategy#exponential} by default. Where it gives up, the server is asked again when the token
         * has expired.
         */
        public Builder retry(ReconnectionStrategy when) {
            retry = Objects.requireNonNull(when, "when");
            return this;
        }

        /**
         * Sets whom to trust as the token server, and the client's certificate; what the JDK trusts by default. The host
         * name is verified; a server name that the options hold is not looked at.
         *
         * @param options for an {@code SSLContext} see {@link TlsOptions#of}
         */
        public Builder tls(TlsOptions options) {
            tls = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Sets the client to ask with, as for a proxy; by default one is made, which follows no redirection. It has its own
         * TLS context, so {@link #tls} does not count.
         *
         * @param own stays the caller's
         */
        public Builder httpClient(HttpClient own) {
            http = Objects.requireNonNull(own, "own");
            return this;
        }

        private HttpClient client() {
            if (http != null) {
                return http;
            }
            HttpClient.Builder client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(timeout)
                    .followRedirects(HttpClient.Redirect.NEVER);
            if (tls.enabled()) {
                client.sslContext(tls.sslContext());
            }
            return client.build();
        }

        /** Makes the provider, which asks for no token before it is asked for one; warns in the log where there is no TLS. */
        public OAuth2Credentials build() {
            OAuth2Credentials provider = new OAuth2Credentials(new Builder(this));
            if ("http".equalsIgnoreCase(endpoint.getScheme())) {
                LOG.warn("{}: without TLS whoever sits between can read the secret and the tokens", provider);
            }
            return provider;
        }
    }
}
