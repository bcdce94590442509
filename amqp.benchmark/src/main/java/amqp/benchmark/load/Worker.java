// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One client under load, in a process of its own: {@code --client NAME --mode MODE --size OCTETS --uri URI}. With
 * {@code --count N} it runs {@code --rounds} rounds (1) of N messages; without, one round for each number that comes on
 * its standard input. Prints one JSON line a round, see {@link Round}. Queues to consume from are "blast.COUNT.SIZE"
 * unless {@code --queue} names another, which has to hold the messages.
 */
public final class Worker implements AutoCloseable {
    private final Client client;
    private final Mode mode;
    private final byte[] body;
    private final String queue;

    private Worker(Client client, Mode mode, int size, String queue) {
        this.client = client;
        this.mode = mode;
        this.body = new byte[size];
        this.queue = queue;
    }

    /** One in this process, with a connection of its own, for one thread. */
    public static Worker open(String client, Mode mode, int size, String uri) throws Exception {
        return new Worker(Clients.open(client, uri), mode, size, "");
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = options(arguments);
        Mode mode = Mode.named(options.get("--mode"));
        int size = Integer.parseInt(options.getOrDefault("--size", "16"));
        Client client = Clients.open(options.get("--client"), options.get("--uri"));
        try (Worker worker = new Worker(client, mode, size, options.getOrDefault("--queue", ""))) {
            if (options.containsKey("--count")) {
                worker.runAll(
                        Integer.parseInt(options.getOrDefault("--rounds", "1")),
                        Integer.parseInt(options.get("--count")));
            } else {
                worker.runAsAsked();
            }
        }
        System.exit(0);
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private void runAll(int rounds, int count) throws Exception {
        for (int i = 0; i < rounds; i++) {
            System.out.println(run(count).toJson());
        }
    }

    private void runAsAsked() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(run(Integer.parseInt(line.strip())).toJson());
        }
    }

    /** A round of so many messages. */
    public Round run(int count) throws Exception {
        long[] nanos = new long[mode == Mode.ECHO ? count : 0];
        String source = queue.isEmpty() ? "blast." + count + "." + body.length : queue;
        Meter meter = new Meter();
        switch (mode) {
            case PUBLISH -> client.publish(body, count);
            case PUBLISH_BATCH -> client.publishBatches(body, count);
            case CONFIRM -> client.publishConfirmed(body, count);
            case CONSUME -> client.consume(source, count, false);
            case CONSUMEACK -> client.consume(source, count, true);
            case ECHO -> client.echo(body, nanos);
        }
        Round round = meter.round(count);
        return mode == Mode.ECHO ? withPercentiles(round, nanos) : round;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static Round withPercentiles(Round round, long[] nanos) {
        Arrays.sort(nanos);
        double p50 = nanos[nanos.length / 2] / 1e3;
        double p99 = nanos[(int) (nanos.length * 0.99)] / 1e3;
        return new Round(round.rate(), round.cpuMicros(), round.octets(), p50, p99);
    }
}
