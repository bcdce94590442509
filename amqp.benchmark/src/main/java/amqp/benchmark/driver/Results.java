// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Mode;
import amqp.benchmark.load.Round;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The medians by case and contender, in the order of measuring. */
final class Results {
    private final Map<Case, Map<Contender, Round>> medians = new LinkedHashMap<>();

    void put(Case measured, Map<Contender, Round> rounds) {
        medians.put(measured, rounds);
    }

    Map<Case, Map<Contender, Round>> all() {
        return medians;
    }

    Optional<Round> of(Case measured, Contender contender) {
        return Optional.ofNullable(medians.get(measured).get(contender));
    }

    /** The fastest client in Java that is not ours. */
    Optional<Contender> bestPeer(Case measured) {
        return peers(measured)
                .max(Comparator.comparingDouble(entry -> entry.getValue().rate()))
                .map(Map.Entry::getKey);
    }

    /** The client in Java, not ours, that takes the least CPU time. */
    Optional<Contender> mostFrugalPeer(Case measured) {
        return peers(measured)
                .min(Comparator.comparingDouble(entry -> entry.getValue().cpuMicros()))
                .map(Map.Entry::getKey);
    }

    private Stream<Map.Entry<Contender, Round>> peers(Case measured) {
        return medians.get(measured).entrySet().stream()
                .filter(entry -> entry.getKey().kind() == Contender.Kind.JVM_PEER);
    }

    /** How many times as good one is as the other: by rate, or by the median time where there is one. */
    static double ratio(Case measured, Round one, Round other) {
        return measured.mode() == Mode.ECHO ? other.p50Micros() / one.p50Micros() : one.rate() / other.rate();
    }
}
