// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.connection.Outages;
import amqp.cli.connection.PingCommand;
import amqp.cli.connection.Session;
import amqp.cli.demo.EmbeddedBroker;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.JsonText;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.ForeignText;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What peers send reaches the terminal as text, and as nothing else. */
@Timeout(60)
class HostileTextTest {
    private static final String HOSTILE = "x\u001b[2J\u001b]0;t\u0007\u009b1A\u202e\u2066y";
    private static final String QUEUE = "orders";

    private static void harmless(String output) {
        assertFalse(output.replace("\n", "").codePoints().anyMatch(ForeignText::isHarmful), output);
    }

    @Test
    void messagesArePrintedHarmless() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            String uri = broker.uri().toString();
            try (Session session = Session.open(ConnectionOptions.ofUri(uri))) {
                Channel channel = session.openChannel(Dispatch.EXECUTOR);
                Stages.await(channel.queueDeclare(QUEUE));
                BasicProperties properties = BasicProperties.builder()
                        .headers(FieldTable.of(HOSTILE, FieldValue.string(HOSTILE)))
                        .type(HOSTILE)
                        .build();
                byte[] body = (HOSTILE + "\n2  routingKey=orders  forged\r\nend").getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 2; i++) {
                    channel.publish("", QUEUE, Message.of(properties, body));
                }
            }
            Cli people = Cli.run("consume", "--uri", uri, QUEUE, "--count", "1");
            harmless(people.out());
            List<String> lines = people.out().lines().toList();
            assertEquals(4, lines.size(), people.out());
            assertTrue(lines.get(2).startsWith("    2  routingKey"), people.out());
            Cli machines = Cli.run("consume", "--uri", uri, QUEUE, "--count", "1", "--json");
            harmless(machines.out());
            Object read = JsonText.read(machines.out().strip());
            assertTrue(read.toString().contains("type=" + HOSTILE), "the data is whole: " + read);
        }
    }

    @Test
    void whatABrokerSaysOfItselfIsOneLine() {
        FieldTable said = FieldTable.of(Map.of("product", HOSTILE + "\nTLS         yes", "version", "1\r2"));
        harmless(PingCommand.broker(said));
        assertEquals(1, PingCommand.broker(said).lines().count());
    }

    @Test
    void lossesAndFailuresAreOneLine() {
        StringWriter err = new StringWriter();
        PrintWriter out = new PrintWriter(err);
        new Outages(out).onLost(new CloseReason.ByPeer(320, HOSTILE + "\nforged", 0, 0));
        Failures.show(out, Failures.sentence(new IllegalStateException(HOSTILE + "\r\nforged")));
        harmless(err.toString());
        assertEquals(2, err.toString().lines().count(), err.toString());
    }
}
