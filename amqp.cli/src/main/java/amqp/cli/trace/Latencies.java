// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** How long replies and confirms took, as seen by the proxy: nanoseconds, with three digits. */
final class Latencies {
    private static final int DIGITS = 3;

    private final Map<String, Histogram> replies = new TreeMap<>();
    private final Histogram confirms = new Histogram(DIGITS);

    void answered(String request, long nanos) {
        replies.computeIfAbsent(request, name -> new Histogram(DIGITS)).recordValue(nanos);
    }

    void confirmed(long nanos) {
        confirms.recordValue(nanos);
    }

    /** By the name of the request. */
    Map<String, Histogram> replies() {
        return replies;
    }

    Histogram confirms() {
        return confirms;
    }
}
