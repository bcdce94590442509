// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Interval;

/** Something that shows a run, while it runs and in the end. For one thread. */
public interface Report extends AutoCloseable {

    /** What happened since the last time. */
    void interval(Interval interval);

    /** What happened in all. */
    void summary(Summary summary);

    /** Lets go of its file, whether there was a summary or not. */
    @Override
    default void close() {}
}
