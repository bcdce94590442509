// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Many connections of one process, some of them busy, with null brokers of their own. */
final class Crowd implements AutoCloseable {
    private final String title;
    private final int busy;
    private final List<NullBrokerProcess> brokers = new ArrayList<>();
    private final Child worker;
    private final double emptyHeap;
    private final double secondsToOpen;
    private final double heap;
    private final Map<BusyLoad, List<BusyRound>> rounds = new EnumMap<>(BusyLoad.class);

    /**
     * @param connections in all
     * @param busy of them
     * @param loops of the adapter
     * @param brokersWanted over which the connections are spread
     */
    Crowd(String title, int connections, int busy, int loops, int brokersWanted) throws IOException {
        this.title = title;
        this.busy = busy;
        for (int i = 0; i < brokersWanted; i++) {
            brokers.add(new NullBrokerProcess());
        }
        String uris =
                String.join(",", brokers.stream().map(NullBrokerProcess::uri).toList());
        worker = Child.java(ManyWorker.class, Integer.toString(loops), uris);
        emptyHeap = number("heap");
        secondsToOpen = number("open " + connections);
        heap = number("heap");
    }

    private double number(String command) throws IOException {
        return Double.parseDouble(ask(command));
    }

    private String ask(String command) throws IOException {
        worker.writeLine(command);
        return worker.readLine();
    }

    BusyRound round(BusyLoad load, long milliseconds) throws IOException {
        return BusyRound.parse(ask(load.name() + " " + busy + " " + milliseconds));
    }

    void measure(BusyLoad load, long milliseconds) throws IOException {
        rounds.computeIfAbsent(load, first -> new ArrayList<>()).add(round(load, milliseconds));
    }

    /** The round with the median rate. */
    BusyRound median(BusyLoad load) {
        List<BusyRound> sorted = rounds.get(load).stream()
                .sorted(Comparator.comparingDouble(each -> each.all().rate()))
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    String title() {
        return title;
    }

    double secondsToOpen() {
        return secondsToOpen;
    }

    /** Octets alive on the heap once all were open. */
    double heap() {
        return heap;
    }

    /** The same before any was. */
    double emptyHeap() {
        return emptyHeap;
    }

    @Override
    public void close() throws IOException {
        worker.close();
        for (NullBrokerProcess broker : brokers) {
            broker.close();
        }
    }
}
