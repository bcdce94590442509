// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.stats;

/**
 * What happened between two moments of a run.
 *
 * @param end when it ended, seconds since the beginning of the run
 * @param seconds its length
 * @param counts of messages
 * @param outages how many connections were lost in it
 * @param down how many connections were lost at its end
 * @param consumed from when a message was due to be sent, to its arrival
 * @param confirmed from when a message was due to be sent, to its confirm
 */
public record Interval(
        double end, double seconds, Counts counts, long outages, int down, Latency consumed, Latency confirmed) {

    /** So many a second. */
    public double rate(long count) {
        return seconds > 0 ? count / seconds : 0;
    }
}
