// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.LogManager;

/** The command {@code bin/soak}: work for minutes or hours while faults strike, with an account of each message. */
public final class Soak {
    private static final int EACH = 4;
    private static final int PER_SECOND = 100;
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final SoakOptions options;
    private final Random random;
    private final Map<String, Integer> strikes = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final long begin = System.nanoTime();

    private Soak(SoakOptions options) {
        this.options = options;
        this.random = new Random(options.seed());
    }

    /** Ends with status 0 if nothing was lost and everything stayed flat. */
    public static void main(String[] arguments) throws IOException {
        try {
            var report = run(SoakOptions.parse(List.of(arguments)));
            System.out.print(report.text());
            System.exit(report.isGood() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("soak: " + e.getMessage());
            System.exit(2);
        }
    }

    static SoakReport run(SoakOptions options) throws IOException {
        System.err.println("soak: seed " + options.seed());
        LogManager.getLogManager().reset(); // losses are logged, and are wanted here
        var soak = new Soak(options);
        try (var site = options.cluster() ? new ClusterSite() : new NodeSite()) {
            return soak.on(site);
        }
    }

    private SoakReport on(Site site) throws IOException {
        try (var work = new Workload(site.queue(), PER_SECOND)) {
            for (var i = 0; i < EACH; i++) {
                work.consumer(site.newClient().adapter(options.adapter()).build());
                work.publisher(site.newClient().adapter(options.adapter()).build());
            }
            var churn = new Churn(site.newClient().adapter(options.adapter()).build());
            work.awaitProgress();
            strikeAgainAndAgain(site, work, churn);
            churn.worker().stop();
            work.finish();
            var report = new SoakReport(options, site.title(), strikes, samples, work, churn);
            write();
            return report;
        }
    }

    private void strikeAgainAndAgain(Site site, Workload work, Churn churn) {
        samples.add(Sample.take(begin, churn.takeHighestChannel()));
        var end = System.nanoTime() + options.duration().toNanos();
        while (System.nanoTime() - end < 0) {
            Waits.pause(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)).toNanos());
            var kind = site.strike(random, work);
            strikes.merge(kind, 1, Integer::sum);
            work.awaitProgress();
            churn.worker().check();
            samples.add(Sample.take(begin, churn.takeHighestChannel()));
            System.err.println(
                    "soak: " + Math.round((System.nanoTime() - begin) / 1e9) + " s, " + kind + ", " + work.account());
        }
    }

    private void write() throws IOException {
        Files.createDirectories(options.folder());
        Files.writeString(options.folder().resolve("soak.csv"), Curves.csv(samples));
        Files.writeString(options.folder().resolve("soak.svg"), Curves.svg(samples));
    }
}
