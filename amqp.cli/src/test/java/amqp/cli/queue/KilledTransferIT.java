// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.RabbitMq;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code amqp move} and {@code amqp copy} as processes that are killed while they work. */
@Tag("once-per-broker")
@Timeout(300)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class KilledTransferIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MESSAGES = 5_000;
    private static final int KILLS = 5;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Queues queues = new Queues();

    @AfterEach
    void close() {
        queues.close();
    }

    @ParameterizedTest
    @CsvSource({"move, classic", "move, quorum", "copy, classic", "copy, quorum"})
    void losesNothing(String command, String type) throws IOException, InterruptedException {
        queues.declare(QueueMethod.Declare.durable("from").queueType(type));
        queues.declare(QueueMethod.Declare.durable("to").queueType(type));
        queues.publish(
                "from", IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new));
        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(1 + random.nextInt(MESSAGES / KILLS), command);
        }
        List<String> come = new ArrayList<>();
        Await.until(
                DEADLINE,
                () -> isWhole(command, come),
                () -> "seed " + seed + ": " + different(come) + " different messages of " + come.size() + " have come, "
                        + queues.ready("from") + " are left");
        System.out.println(command + " " + type + " killed " + KILLS + " times, seed " + seed + ": "
                + (come.size() - MESSAGES) + " duplicates");
    }

    /** What the killed processes held goes back a moment after their end. */
    private boolean isWhole(String command, List<String> come) {
        if (command.equals("copy")) {
            queues.awaitReady("from", MESSAGES);
        }
        Queues.amqp(command, "from", "to").lines();
        come.addAll(queues.drain("to"));
        return different(come) == MESSAGES;
    }

    private static long different(List<String> come) {
        return come.stream().distinct().count();
    }

    private void killAfter(int messages, String command) throws IOException, InterruptedException {
        long enough = queues.ready("to") + messages;
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        command,
                        "from",
                        "to",
                        "--uri",
                        RabbitMq.uri())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Await.until(
                    DEADLINE,
                    () -> queues.ready("to") >= enough || !process.isAlive(),
                    () -> "seed " + seed + ": " + queues.ready("to") + " of " + enough);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
