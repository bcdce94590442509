// SPDX-License-Identifier: MPL-2.0
package amqp.integration.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ConnectionOptions;
import amqp.codec.method.QueueMethod;
import amqp.integration.build.Command;
import amqp.integration.support.Brokers;
import amqp.integration.support.Session;
import amqp.integration.support.Stages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The commands {@code amqp publish --confirm} and {@code amqp consume} with the addresses of a cluster, as processes. */
final class ClusterCommands {
    private static final int MESSAGES = 1_500;
    private static final Pattern VERDICTS =
            Pattern.compile("\"published\":(\\d+),\"confirmed\":(\\d+),\"nacked\":(\\d+),\"returned\":0,\"unknown\":0");
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"\\d+\"");
    private static final Pattern LOST = Pattern.compile("amqp: connection lost");
    private static final Pattern BACK = Pattern.compile("amqp: connected again");

    private final CompletableFuture<Command> publisher;
    private final CompletableFuture<Command> consumer;

    /** Declares the queue and starts both. */
    ClusterCommands(List<URI> uris, QueueMethod.Declare queue) {
        try (var session = Session.with(ConnectionOptions.ofUri(uris.get(0).toString()))) {
            Stages.await(session.channel().queueDeclare(queue));
        }
        consumer = start("consume", uris, queue.queue(), "--idle", "15");
        publisher = start(
                "publish",
                uris,
                "--routing-key",
                queue.queue(),
                "--body",
                "x",
                "--count",
                Integer.toString(MESSAGES),
                "--message-id-sequence",
                "--rate",
                "50",
                "--confirm");
    }

    private static CompletableFuture<Command> start(String command, List<URI> uris, String... options) {
        List<String> line = new ArrayList<>(List.of(
                Command.tool("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "amqp.cli.Amqp",
                command,
                "--json"));
        uris.forEach(uri -> line.addAll(List.of("--uri", uri + "?heartbeat=1")));
        line.addAll(List.of(options));
        return CompletableFuture.supplyAsync(
                () -> Command.run(folder(), line), task -> new Thread(task, "amqp " + command).start());
    }

    private static Path folder() {
        try {
            return Brokers.reports().resolve("cluster-commands");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for their end. What the broker nacked may have come or not. */
    void assertNothingLost() {
        String published = publisher.join().output();
        var verdicts = VERDICTS.matcher(published);
        assertTrue(verdicts.find(), published);
        assertEquals(MESSAGES, number(verdicts, 2) + number(verdicts, 3), published);
        String consumed = consumer.join().success();
        long came = MESSAGE_ID
                .matcher(consumed)
                .results()
                .map(MatchResult::group)
                .distinct()
                .count();
        assertTrue(came >= number(verdicts, 2), () -> came + " came: " + published);
        for (String output : List.of(published, consumed)) {
            assertTrue(count(LOST, output) > 0, output);
            assertEquals(count(LOST, output), count(BACK, output));
        }
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static long count(Pattern pattern, String text) {
        return pattern.matcher(text).results().count();
    }
}
