// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Interval;

/**
 * The end of a run.
 *
 * @param cpuMicrosPerMessage CPU time of this process, for each message sent or received, whatever are more
 */
public record Summary(Interval total, double cpuMicrosPerMessage) {}
