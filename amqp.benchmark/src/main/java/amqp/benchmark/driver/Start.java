// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one start of a program came to, up to its first confirmed publish; NaN for what the system doesn't tell.
 *
 * @param mainMillis from the first statement of its main
 * @param processMillis from before the process was made
 * @param cpuMillis CPU time of the process, on all processors
 * @param resident octets in memory
 * @param heap octets alive after a collection
 */
record Start(double mainMillis, double processMillis, double cpuMillis, double resident, double heap) {
    /** The median of each figure. */
    static Start median(List<Start> starts) {
        return new Start(
                median(starts, Start::mainMillis),
                median(starts, Start::processMillis),
                median(starts, Start::cpuMillis),
                median(starts, Start::resident),
                median(starts, Start::heap));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return starts.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(starts.size() / 2)
                .findFirst()
                .orElse(Double.NaN);
    }
}
