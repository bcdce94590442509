// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;
import amqp.credentials.oauth2.ClientAuthentication;
import amqp.credentials.oauth2.OAuth2Credentials;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Logs in with a token of an OAuth 2 server. So that it runs anywhere, the token server is a small one in this program, whose
 * token is the password of the broker's user; a real one gives tokens that a RabbitMQ with the plugin
 * rabbitmq_auth_backend_oauth2 takes.
 */
public final class Tokens {
    private Tokens() {}

    public static void main(String[] args) throws IOException {
        String uri = Arguments.of(args).uri();
        String[] login = URI.create(uri).getUserInfo().split(":", 2);
        AtomicInteger requests = new AtomicInteger();
        HttpServer http = tokenServer(login[1], requests);
        try {
            URI server = URI.create("http://localhost:" + http.getAddress().getPort() + "/token");
            // tag::oauth[]
            OAuth2Credentials tokens = OAuth2Credentials.builder(server, "orders", "client secret")
                    .authentication(ClientAuthentication.FORM)
                    .scopes("broker.read:*/*", "broker.write:*/*")
                    .username(login[0]) // RabbitMQ takes it from a real token
                    .build();
            // Asked at each login, and again before the token expires: the connection goes on with the next one.
            ConnectionOptions options =
                    ConnectionOptions.builder().uri(uri).credentials(tokens).build();
            // end::oauth[]
            try (var one = BlockingConnection.open(options);
                    var another = BlockingConnection.open(options)) {
                Claim.equal(
                        true, one.connection().isOpen() && another.connection().isOpen(), "both are open");
                System.out.println("two connections have logged in, requests for tokens: " + requests.get());
            }
        } finally {
            http.stop(0);
        }
    }

    private static HttpServer tokenServer(String token, AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            requests.incrementAndGet();
            byte[] answer = """
                    {"access_token": "%s", "token_type": "Bearer", "expires_in": 3600}""".formatted(token).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }
}
