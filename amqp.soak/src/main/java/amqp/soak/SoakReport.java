// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.connection.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of a soak. */
record SoakReport(
        SoakOptions options,
        String site,
        Map<String, Integer> strikes,
        List<Sample> samples,
        Workload work,
        Churn churn) {

    /** Whether nothing was lost, everything was brought back, and nothing grew. */
    boolean isGood() {
        return work.account().missing() == 0
                && work.account().unsettled() == 0
                && work.problems().isEmpty()
                && Arrays.stream(Sample.Figure.values()).allMatch(figure -> figure.isFlat(samples));
    }

    String text() {
        return "%s%nfaults%n%s%n%s%n%s%n%s%n%s%n"
                .formatted(head(), faults(), messages(), outages(), figures(), isGood() ? "GOOD" : "NOT GOOD");
    }

    private String head() {
        return String.format(
                Locale.ROOT,
                "%.1f minutes on %s, adapter %s, seed %d",
                options.duration().toMillis() / 60_000.0,
                site,
                options.adapter().isEmpty() ? "by preference" : options.adapter(),
                options.seed());
    }

    private String faults() {
        return strikes.entrySet().stream()
                .map(entry -> "  %-24s %6d%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private String messages() {
        var account = work.account();
        return "messages%n  published %d, confirmed %d, refused %d, unknown %d%n  lost %d, duplicates %d, redelivered %d"
                .formatted(
                        account.published(),
                        account.verdicts(Verdict.ACKED),
                        account.verdicts(Verdict.NACKED),
                        account.verdicts(Verdict.UNKNOWN),
                        account.missing(),
                        account.duplicates(),
                        account.redelivered());
    }

    private String outages() {
        var sorted = work.outagesOfMessages().stream().sorted().toList();
        var text = "losses %d; connections opened and closed %d, not opened or broken %d"
                .formatted(work.losses(), churn.connections(), churn.failures());
        return sorted.isEmpty()
                ? text
                : text
                        + "%n  from a loss to the first message after it: median %d ms, worst %d ms"
                                .formatted(millis(sorted, sorted.size() / 2), millis(sorted, sorted.size() - 1));
    }

    private static long millis(List<Duration> sorted, int index) {
        return sorted.get(index).toMillis();
    }

    private String figures() {
        return Arrays.stream(Sample.Figure.values())
                .map(figure -> String.format(
                        Locale.ROOT,
                        "  %-24s %8.1f then %8.1f  %s",
                        figure.title,
                        figure.quarter(samples, 1),
                        figure.quarter(samples, 3),
                        figure.isFlat(samples) ? "flat" : "GROWS"))
                .collect(Collectors.joining("\n", "second and last quarter\n", ""));
    }
}
