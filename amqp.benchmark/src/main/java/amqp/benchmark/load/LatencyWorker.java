// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * One client at a steady rate, both ends of it, in a process of its own, given the client's name, the URI and the queue
 * of a slow neighbour, empty for none. Runs a round for each line {@code RATE COUNT} of its standard input and answers
 * by a line, see {@link Latency}.
 */
public final class LatencyWorker {
    private LatencyWorker() {}

    public static void main(String[] arguments) throws Exception {
        try (Client client = Clients.open(arguments[0], arguments[1])) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                System.out.println(run(client, Integer.parseInt(words[0]), Integer.parseInt(words[1]), arguments[2])
                        .toLine());
            }
        }
        System.exit(0);
    }

    @SuppressWarnings("try") // the neighbour is only there
    static Latency run(Client client, int rate, int count, String neighbourQueue) throws Exception {
        try (AutoCloseable neighbour = neighbourQueue.isEmpty() ? () -> {} : client.slowConsumer(neighbourQueue)) {
            Pace pace = new Pace(rate, count);
            Meter meter = new Meter();
            client.pass(pace);
            return pace.latency(meter.round(count).cpuMicros());
        }
    }
}
