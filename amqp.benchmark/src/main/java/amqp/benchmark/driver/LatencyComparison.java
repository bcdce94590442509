// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Latency;
import amqp.benchmark.load.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures all contenders at each rate, in turns. */
final class LatencyComparison {
    /** Messages a second, rising. */
    private static final List<Integer> RATES = List.of(10_000, 50_000, 100_000);

    /** Enough of them in a warm-up for the JVM to compile what runs. */
    private static final int WARM_UP_RATE = 50_000;

    /** What the slow neighbour consumes, and how many messages are put into its queue for each round. */
    private static final Case NEIGHBOUR = new Case(Mode.CONSUMEACK, 16);

    private static final int NEIGHBOUR_MESSAGES = 1000;

    private final Settings settings;
    private final Broker broker;
    private final boolean neighbour;

    LatencyComparison(Settings settings, Broker broker) {
        this.settings = settings;
        this.broker = broker;
        neighbour = settings.scenario() == Scenario.NEIGHBOUR;
    }

    /** The medians, by rate. */
    Map<Integer, Map<Contender, Latency>> run() throws IOException {
        List<LatencyProcess> workers = new ArrayList<>();
        try {
            for (Contender contender : Contender.LATENCY) {
                if (takesPart(contender)) {
                    workers.add(new LatencyProcess(contender, broker.uri(), neighbourQueue()));
                }
            }
            for (int i = 0; i < settings.warmUps(); i++) {
                turn(workers, WARM_UP_RATE, LatencyProcess::warmUp);
            }
            Map<Integer, Map<Contender, Latency>> medians = new LinkedHashMap<>();
            for (int rate : RATES) {
                System.err.println("measuring " + rate + " messages a second");
                medians.put(rate, medians(workers, rate));
            }
            return medians;
        } finally {
            for (LatencyProcess worker : workers) {
                worker.close();
            }
        }
    }

    private boolean takesPart(Contender contender) {
        boolean bare = settings.scenario() == Scenario.PLAIN && !broker.isReal();
        return settings.includes(contender) && (bare || !contender.equals(Contender.FLOOR));
    }

    private String neighbourQueue() {
        if (!neighbour) {
            return "";
        }
        String named = broker.queue(NEIGHBOUR);
        return named.isEmpty() ? "blast." + NEIGHBOUR_MESSAGES + "." + NEIGHBOUR.size() : named;
    }

    private Map<Contender, Latency> medians(List<LatencyProcess> workers, int rate) throws IOException {
        for (int i = 0; i < settings.rounds(); i++) {
            turn(workers, rate, LatencyProcess::measure);
        }
        Map<Contender, Latency> medians = new LinkedHashMap<>();
        workers.forEach(worker -> medians.put(worker.contender(), worker.median(rate)));
        return medians;
    }

    private interface Round {
        void run(LatencyProcess worker, int rate, int count) throws IOException;
    }

    private void turn(List<LatencyProcess> workers, int rate, Round round) throws IOException {
        Participant.turn(workers, worker -> {
            if (neighbour) {
                broker.fill(NEIGHBOUR, NEIGHBOUR_MESSAGES);
            }
            round.run(worker, rate, settings.scaled(rate));
        });
    }
}
