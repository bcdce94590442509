// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.RefusingPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What topology files mean, and what is said of wrong ones. */
@Timeout(60)
class TopologyFileTest {
    @TempDir
    Path folder;

    private String file(String content) throws IOException {
        Path file = folder.resolve("orders.yaml");
        Files.writeString(file, content);
        return file.toString();
    }

    private Topology read(String content) throws IOException {
        return Topology.read(file(content), "", "/");
    }

    @Test
    void ownFormat() throws IOException {
        Topology topology = read("""
                # what the shop needs
                exchanges:
                  orders:
                    type: topic
                    arguments: {alternate-exchange: unrouted}
                  unrouted: {type: fanout, durable: false, autoDelete: true, internal: true}
                queues:
                  orders.new:
                    type: quorum
                    arguments:
                      x-delivery-limit: 5
                      x-message-ttl: {type: l, value: 60000}
                      x-single-active-consumer: true
                  "42":
                    durable: false
                    autoDelete: true
                  plain:
                bindings:
                  - exchange: orders
                    queue: orders.new
                    routingKey: order.#
                  - {exchange: orders, toExchange: unrouted, arguments: {x-match: any, n: 1.5}}
                """);
        assertEquals(
                List.of(
                        ExchangeMethod.Declare.of("orders", "topic").alternateExchange("unrouted"),
                        ExchangeMethod.Declare.of("unrouted", "fanout")
                                .durable(false)
                                .autoDelete(true)
                                .internal(true)),
                topology.exchanges());
        FieldTable arguments = FieldTable.builder()
                .put("x-delivery-limit", FieldValue.int32(5))
                .put("x-message-ttl", FieldValue.int64(60000))
                .put("x-single-active-consumer", true)
                .put("x-queue-type", "quorum")
                .build();
        assertEquals(
                List.of(
                        QueueMethod.Declare.of("orders.new").arguments(arguments),
                        QueueMethod.Declare.of("42").durable(false).autoDelete(true),
                        QueueMethod.Declare.of("plain")),
                topology.queues());
        assertEquals(
                List.of(
                        QueueMethod.Bind.of("orders.new", "orders").routingKey("order.#"),
                        ExchangeMethod.Bind.of("unrouted", "orders")
                                .with("x-match", "any")
                                .with("n", FieldValue.float64(1.5))),
                topology.bindings());
    }

    @Test
    void ownFormatInJson() throws IOException {
        assertEquals(
                read("exchanges: {e: {type: direct}}\nbindings: [{exchange: e, queue: q}]"),
                read("{\"exchanges\": {\"e\": {\"type\": \"direct\"}},"
                        + " \"bindings\": [{\"exchange\": \"e\", \"queue\": \"q\"}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`queues:\n  q: {durabel: true}`      | line 2, column 7: queues.q.durabel is unknown; known are type, durable, autoDelete, arguments",
                "`queue:\n  q: {}`                    | line 1, column 1: queue is unknown; known are exchanges, queues, bindings",
                "`exchanges:\n  e: {}`                | line 2, column 3: exchanges.e needs the member type",
                "`exchanges:\n  e: {type: 5}`         | line 2, column 7: exchanges.e.type must be text; put it in quotes",
                "`queues:\n  q: {durable: 1}`         | line 2, column 7: queues.q.durable must be true or false",
                "`queues:\n  q: {arguments: [x]}`     | line 2, column 7: queues.q.arguments must be an object with named members",
                "`queues: 5`                          | line 1, column 1: queues must be an object with named members",
                "`queues:\n  q:\n  q:`                | line 3, column 3: queues.q is there twice, first in line 2",
                "`queues:\n  '': {}`                  | line 2, column 3: queues. must not be empty",
                "`bindings:\n  - {exchange: e}`       | line 2, column 5: bindings[0] needs either queue or toExchange",
                "`bindings:\n  - {exchange: e, queue: q, toExchange: f}` | line 2, column 5: bindings[0] needs either queue or toExchange",
                "`bindings:\n  - {exchange: '', queue: q}` | line 2, column 6: bindings[0].exchange must not be empty",
                "`bindings:\n  - {queue: q}`          | line 2, column 5: bindings[0] needs the member exchange",
                "`bindings:\n  - {exchange: e, queue: q, routingKey: 5}` | bindings[0].routingKey must be text; put it in quotes",
                "`bindings: {}`                       | line 1, column 1: bindings must be a list",
                "`queues:\n  q: {type: quorum, arguments: {x-queue-type: quorum}}` | queues.q has both type and the argument x-queue-type",
                "`queues:\n  q:\n    arguments:\n      n: {type: I, value: x}` | line 4, column 7: queues.q.arguments.n is no argument: \"x\" is not a whole number",
                "`queues:\n  q: {arguments: {n: .nan}}`   | queues.q.arguments.n is no finite number",
                "`queues: &all\n  q: {}\nexchanges: *all`  | line 3, column 12: exchanges is an alias (*name); write the value itself",
                "`queues:\n  q: {durable: true`       | line 2, column 20: expected ',' or '}', but got <stream end>",
                "`queues: {q: {arguments: {n: 1e9999}}}` | queues.q.arguments.n is no argument: 1E+9999 is too large",
                "`queues:\n\tq: {}`                   | line 2, column 1",
                "`{\"queues\": {\"q\": {\"durable\": true}`  | line 1",
                "`{\"queues\": {},\n \"queues\": {}}` | line 2, column 2: queues is there twice, first in line 1",
                "`queues: {}\n---\nqueues: {}`        | something follows the end of the document",
                "`[]`                                 | line 1, column 1: the file must be an object with named members",
                "`# nothing`                          | is empty",
                "`queues: [{name: q, autoDelete: true}]`        | queues[0].autoDelete is unknown; known are name, vhost, type, durable, auto_delete",
                "`{\"queues\": [{\"durable\": true}]}`          | line 1, column 13: queues[0] needs the member name",
                "`{\"queues\": [{\"name\": \"q\", \"vhost\": \"other\"}]}` | has no exchanges, queues or bindings for the virtual host \"/\"; it has some for other",
                "`{\"rabbit_version\": \"4.2.0\", \"bindings\": [{\"source\": \"e\", \"destination\": \"q\", \"destination_type\": \"shelf\"}]}` | bindings[0].destination_type must be queue or exchange",
            })
    void wrongFile(String content, String sentence) throws IOException {
        Cli.run("topology", "check", file(content)).assertFailed(1, "orders.yaml", sentence);
    }

    @Test
    void aNameThatIsTooLong() throws IOException {
        Cli.run("topology", "apply", file("queues:\n  " + "é".repeat(128) + ": {}"))
                .assertFailed(1, "line 2", "is too long", "255 bytes");
    }

    @Test
    void deeperThanAnyTopology() throws IOException {
        Cli.run("topology", "apply", file("{\"queues\": " + "[".repeat(100_000)))
                .assertFailed(1, "orders.yaml");
        Cli.run("topology", "apply", file("queues: " + "[".repeat(100_000))).assertFailed(1, "orders.yaml");
    }

    @Test
    void notText() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "queues: {é: {}}".getBytes(StandardCharsets.ISO_8859_1));
        Cli.run("topology", "check", file.toString()).assertFailed(1, "latin1.yaml", "is not text in UTF-8");
        Cli.run("topology", "check", folder.resolve("none.yaml").toString()).assertFailed(1, "there is no file");
        Cli.run("topology", "check", folder.toString()).assertFailed(1, "cannot read");
    }

    @Test
    void wrongUsage() throws IOException {
        Cli.run("topology").assertFailed(2, "Missing required subcommand");
        Cli.run("topology", "apply").assertFailed(2, "FILE");
        Cli.run("topology", "apply", "--vhost", "x", file("queues: {q: {}}"))
                .assertFailed(1, "--vhost chooses a part of RabbitMQ's definitions");
    }

    /** The file is read first: a wrong one needs no broker. */
    @Test
    void noBroker() throws IOException {
        try (var refusing = new RefusingPort()) {
            String uri = "amqp://127.0.0.1:" + refusing.port();
            Cli.run("topology", "check", "--uri", uri, file("queues: {q: {}}")).assertFailed(1, "refused");
            Cli.run("topology", "check", "--uri", uri, file("queues: 5")).assertFailed(1, "line 1");
        }
    }

    @Test
    void oneVirtualHostOfDefinitions() throws IOException {
        String definitions = """
                {"rabbit_version": "3.10.8",
                 "users": [{"name": "guest"}], "policies": [], "permissions": [{}, {}],
                 "queues": [{"name": "a", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {}},
                            {"name": "b", "vhost": "shop", "durable": false, "auto_delete": true, "arguments": {}}],
                 "exchanges": [{"name": "e", "vhost": "shop", "type": "topic", "durable": true, "auto_delete": false,
                                "internal": false, "arguments": {}}],
                 "bindings": [{"source": "e", "vhost": "shop", "destination": "b", "destination_type": "queue",
                               "routing_key": "k", "arguments": {}}]}
                """;
        Topology root = read(definitions);
        assertEquals(List.of(QueueMethod.Declare.of("a")), root.queues());
        assertEquals(List.of("users (1)", "permissions (2)", "what is for the virtual hosts shop (3)"), root.skipped());
        Topology shop = Topology.read(file(definitions), "shop", "/");
        assertEquals(List.of(QueueMethod.Declare.of("b").durable(false).autoDelete(true)), shop.queues());
        assertEquals(List.of(ExchangeMethod.Declare.of("e", "topic")), shop.exchanges());
        assertEquals(List.of(QueueMethod.Bind.of("b", "e").routingKey("k")), shop.bindings());
        assertTrue(shop.referenced().isEmpty());
    }
}
