// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Latency;
import amqp.benchmark.load.LatencyWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One contender in its process at steady rates, with the rounds that it has run. */
final class LatencyProcess implements Participant {
    private final Contender contender;
    private final Child child;
    private final Map<Integer, List<Latency>> rounds = new HashMap<>();

    /**
     * @param neighbourQueue empty for none
     */
    LatencyProcess(Contender contender, String uri, String neighbourQueue) throws IOException {
        this.contender = contender;
        child = Child.java(LatencyWorker.class, contender.id(), uri, neighbourQueue);
    }

    @Override
    public Contender contender() {
        return contender;
    }

    /** A round that does not count. */
    void warmUp(int rate, int count) throws IOException {
        run(rate, count);
    }

    /** A round that counts. */
    void measure(int rate, int count) throws IOException {
        rounds.computeIfAbsent(rate, unused -> new ArrayList<>()).add(run(rate, count));
    }

    private Latency run(int rate, int count) throws IOException {
        child.writeLine(rate + " " + count);
        return Latency.parse(child.readLine());
    }

    Latency median(int rate) {
        return Latency.median(rounds.get(rate));
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
