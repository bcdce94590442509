// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.adapter.nio.NioAdapter;
import amqp.adapter.nio.NioOptions;
import amqp.benchmark.load.Meter;
import amqp.benchmark.load.Round;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Many connections over nio, in a process of its own: {@code LOOPS URI[,URI]...}. Commands on its standard input, each
 * answered by a line: {@code open NUMBER} opens so many connections and prints the seconds that it took, {@code heap} the
 * octets alive on the heap, and {@code LOAD NUMBER MILLISECONDS} makes so many of them busy for a while and prints a
 * {@link BusyRound}.
 */
final class ManyWorker {
    private static final int OPENED_AT_ONCE = 100;

    private final List<ConnectionOptions> options;
    private final List<Connection> connections = new ArrayList<>();
    private final List<BusyChannel> busy = new ArrayList<>();
    private int asked;

    private ManyWorker(int loops, List<String> uris) {
        NioAdapter adapter = NioAdapter.create(NioOptions.builder().loops(loops).build());
        options = uris.stream()
                .map(uri -> ConnectionOptions.builder()
                        .uri(uri)
                        .adapter(adapter)
                        .heartbeat(Duration.ZERO)
                        .dispatch(Dispatch.IO_THREAD)
                        .build())
                .toList();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ManyWorker worker = new ManyWorker(Integer.parseInt(arguments[0]), List.of(arguments[1].split(",")));
        Child.serve(line -> worker.answer(line.split(" ")));
    }

    private String answer(String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "open" -> Double.toString(open(Integer.parseInt(words[1])));
            case "heap" -> Double.toString(Heap.usedAfterCollection());
            default ->
                busy(BusyLoad.valueOf(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]))
                        .toLine();
        };
    }

    private double open(int number) {
        long start = System.nanoTime();
        Gauge.open(connections, number, OPENED_AT_ONCE, () -> Connection.open(nextOptions()));
        return (System.nanoTime() - start) / 1e9;
    }

    /** The brokers in turn. */
    private ConnectionOptions nextOptions() {
        return options.get(asked++ % options.size());
    }

    private BusyRound busy(BusyLoad load, int number, long milliseconds) throws InterruptedException {
        // Spread over all, so that the busy ones have idle ones beside them.
        while (busy.size() < number) {
            Connection next = connections.get((int) ((long) busy.size() * connections.size() / number));
            busy.add(new BusyChannel(Gauge.await(next.openChannel())));
        }
        Gauge.all(busy.stream().map(each -> each.begin(load)).toList());
        Thread.sleep(milliseconds / 4); // the rates of a start are not those of a round
        long[] before = counts();
        Meter meter = new Meter();
        long start = System.nanoTime();
        long[] after = before;
        while (Arrays.equals(before, after)) { // a short round may have nothing to count yet
            Thread.sleep(milliseconds);
            after = counts();
        }
        Round round = meter.round(received(before, after).sum());
        double seconds = (System.nanoTime() - start) / 1e9;
        Gauge.all(busy.stream().map(BusyChannel::end).toList());
        LongSummaryStatistics each = received(before, after).summaryStatistics();
        return new BusyRound(round, each.getMin() / seconds, each.getMax() / seconds);
    }

    private static LongStream received(long[] before, long[] after) {
        return IntStream.range(0, before.length).mapToLong(i -> after[i] - before[i]);
    }

    private long[] counts() {
        return busy.stream().mapToLong(BusyChannel::count).toArray();
    }
}
