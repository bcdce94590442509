// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A small OAuth 2 token server on loopback, whose answers the test gives. Ends with {@link #close}. */
public final class TokenServer implements AutoCloseable {
    private final HttpServer server;
    private final URI endpoint;
    private final ExecutorService threads = Executors.newCachedThreadPool(TokenServer::daemon);
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** How the next requests are answered; runs on a thread of its own, and may block. */
    private volatile Function<Request, Answer> answers;

    /**
     * What was asked.
     *
     * @param authorization the header; empty for none
     * @param form what was posted
     */
    public record Request(String authorization, Map<String, String> form) {}

    /** A status and a body of JSON. */
    public record Answer(int status, String body) {
        /** A token, whose lifetime is told unless that is 0. */
        public static Answer token(String token, long seconds) {
            return new Answer(200, """
                    {"access_token": "%s", "token_type": "Bearer"%s}""".formatted(token, seconds == 0 ? "" : ", \"expires_in\": " + seconds));
        }

        /** A refusal (RFC 6749 §5.2). */
        public static Answer refusal(int status, String error) {
            return new Answer(status, """
                    {"error": "%s", "error_description": "as the test wishes"}""".formatted(error));
        }
    }

    private TokenServer(HttpServer server, String scheme, Function<Request, Answer> answers) {
        this.server = server;
        this.answers = answers;
        endpoint = URI.create(scheme + "://localhost:" + server.getAddress().getPort() + "/realms/test/token");
        server.createContext("/realms/test/token", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** A server at any free port. */
    public static TokenServer start(Function<Request, Answer> answers) {
        try {
            return new TokenServer(HttpServer.create(loopback(), 0), "http", answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with TLS. */
    public static TokenServer startTls(SSLContext context, Function<Request, Answer> answers) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new TokenServer(server, "https", answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "token-server");
        thread.setDaemon(true);
        return thread;
    }

    /** Where tokens are asked for. */
    public URI endpoint() {
        return endpoint;
    }

    /** What was asked so far. */
    public List<Request> requests() {
        return requests;
    }

    /** Answers like this from now on. */
    public void answer(Function<Request, Answer> how) {
        answers = how;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> form = new TreeMap<>();
            for (String pair : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&")) {
                String[] parts = pair.split("=", 2);
                form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Request request = new Request(authorization == null ? "" : authorization, form);
            requests.add(request);
            Answer answer = answers.apply(request);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
