// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.guard;

import amqp.benchmark.load.Mode;
import amqp.benchmark.load.Worker;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the micro-benchmarks and whole messages allocate, in a process of its own: {@code URI} of a null broker. Prints a line
 * with each operation and the least bytes of some rounds, and ends with an empty one. It is to be run with {@link #OPTION}, which
 * leaves out the compiler that removes allocations where it happens to see that it can: what is left repeats from run to run,
 * needs no long warm-up, and shows each object that the code makes.
 */
public final class Allocation {
    /** Of the JVM: no escape analysis. */
    public static final String OPTION = "-XX:TieredStopAtLevel=1";

    private static final int ROUNDS = 5;
    private static final int MESSAGES = 10_000;
    private static final int ECHOES = 2_000;
    private static final String NORMALIZED = "gc.alloc.rate.norm";

    private record Trip(Mode mode, int size) {
        @Override
        public String toString() {
            return mode + "-" + size;
        }
    }

    private static final List<String> CLIENTS = List.of("nio", "nio-executor");
    private static final List<Trip> TRIPS = List.of(
            new Trip(Mode.PUBLISH, 16),
            new Trip(Mode.CONFIRM, 16),
            new Trip(Mode.CONSUME, 16),
            new Trip(Mode.CONSUME, 1024),
            new Trip(Mode.CONSUMEACK, 16),
            new Trip(Mode.ECHO, 16));

    private Allocation() {}

    public static void main(String[] arguments) throws Exception {
        microBenchmarks();
        for (String client : CLIENTS) {
            for (Trip trip : TRIPS) {
                trip(client, trip, arguments[0]);
            }
        }
        System.out.println();
        System.exit(0);
    }

    private static void tell(String operation, double octets) {
        System.out.println(operation + " " + octets);
    }

    private static void microBenchmarks() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // forks nothing, and others' runs change no allocation
        Options options = new OptionsBuilder()
                .include("amqp.benchmark.micro")
                .param("size", "16") // of those that have bodies of several sizes
                .forks(0)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(50))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(50))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        for (RunResult result : results) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            double least =
                    result.getSecondaryResults().get(NORMALIZED).getStatistics().getMin();
            tell(name[name.length - 2] + "." + name[name.length - 1], least);
        }
    }

    private static void trip(String client, Trip trip, String uri) throws Exception {
        double least = Double.POSITIVE_INFINITY;
        try (Worker worker = Worker.open(client, trip.mode(), trip.size(), uri)) {
            for (int i = 0; i < ROUNDS; i++) {
                double octets =
                        worker.run(trip.mode() == Mode.ECHO ? ECHOES : MESSAGES).octets();
                least = Math.min(least, octets);
            }
        }
        tell(trip + "," + client, least);
    }
}
