// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

/** What the trace can show: a frame, or that a connection has begun or ended. */
sealed interface TraceEvent permits TracedFrame, TraceEvent.Note, TraceEvent.NotShown {

    /** About a connection as a whole. */
    record Note(long nanos, int connection, String event, String text) implements TraceEvent {}

    /** So many frames came while the output was behind. */
    record NotShown(long frames) implements TraceEvent {}
}
