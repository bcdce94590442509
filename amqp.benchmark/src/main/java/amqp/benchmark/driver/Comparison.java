// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures every case: all its contenders are there at once and take turns, so that they share good and bad times. */
final class Comparison {
    /** What a round takes at scale 1. */
    private static final double ROUND_SECONDS = 1;

    private static final String PRESENT = System.getProperty("java.class.path");

    private final Settings settings;
    private final Broker broker;
    private final List<Case> cases;
    private final List<Contender> contenders;

    Comparison(Settings settings, Broker broker, List<Case> cases, List<Contender> contenders) {
        this.settings = settings;
        this.broker = broker;
        this.cases = cases;
        this.contenders = contenders;
    }

    Results run() throws IOException {
        Results results = new Results();
        for (Case measured : cases) {
            if (settings.includes(measured) && !(broker.isReal() && measured.isLarge())) {
                System.err.println("measuring " + measured.title());
                broker.beginCase();
                results.put(measured, run(measured));
            }
        }
        return results;
    }

    private Map<Contender, Round> run(Case measured) throws IOException {
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                if (takesPart(contender, measured)) {
                    workers.add(new WorkerProcess(contender, measured, broker, PRESENT));
                    if (settings.against().isPresent() && contender.kind() == Contender.Kind.OURS) {
                        String before = settings.against().get().resolve("*").toString();
                        workers.add(new WorkerProcess(contender.before(), measured, broker, before));
                    }
                }
            }
            for (int i = 0; i < settings.warmUps(); i++) {
                Participant.turn(workers, worker -> worker.warmUp(ROUND_SECONDS * settings.scale()));
            }
            for (int i = 0; i < settings.rounds(); i++) {
                Participant.turn(workers, WorkerProcess::measure);
            }
            Map<Contender, Round> medians = new LinkedHashMap<>();
            workers.forEach(worker -> medians.put(worker.contender(), worker.median()));
            return medians;
        } finally {
            for (WorkerProcess worker : workers) {
                worker.close();
            }
        }
    }

    private boolean takesPart(Contender contender, Case measured) {
        return contender.takesPartIn(measured)
                && settings.includes(contender)
                && !(broker.isReal() && contender.equals(Contender.FLOOR))
                && (WorkerProcess.hasRabbitMqC() || !contender.equals(Contender.RABBITMQ_C));
    }
}
