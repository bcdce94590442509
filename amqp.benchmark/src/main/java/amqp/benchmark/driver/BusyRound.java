// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Round;

/**
 * A round of many busy connections.
 *
 * @param all what all of them came to
 * @param slowest messages a second of the connection that had the fewest
 * @param fastest messages a second of the connection that had the most
 */
record BusyRound(Round all, double slowest, double fastest) {
    String toLine() {
        return slowest + " " + fastest + " " + all.toJson();
    }

    static BusyRound parse(String line) {
        String[] parts = line.split(" ", 3);
        return new BusyRound(Round.parse(parts[2]), Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    }

    /** How fair: 1 where all are alike. */
    double fairness() {
        return slowest / fastest;
    }
}
