// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prints what happens on a thread of its own. It takes no more than it can print: once it is full, frames are counted in
 * place of shown until half of it is printed. {@link #accept} is for one thread.
 */
final class PrintQueue implements Consumer<TraceEvent>, AutoCloseable {
    private static final int CAPACITY = 1 << 14;
    private static final int AT_ONCE = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 100;

    private final BlockingQueue<TraceEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Worker printer;
    private final PrintWriter out;
    private final Function<TraceEvent, String> format;
    private final Runnable lost;

    private boolean failed;
    private long skipped;
    private long notShown;
    private volatile boolean closed;

    /** @param lost is called, once, when nobody reads the output any more */
    PrintQueue(PrintWriter out, Function<TraceEvent, String> format, Runnable lost) {
        this.out = out;
        this.format = format;
        this.lost = lost;
        printer = Worker.start("amqp-trace-print", this::run);
    }

    @Override
    public void accept(TraceEvent event) {
        if (skipped > 0 && queue.remainingCapacity() >= CAPACITY / 2) {
            queue.add(new TraceEvent.NotShown(skipped));
            skipped = 0;
        }
        if (skipped > 0 || !queue.offer(event)) {
            skipped++;
            notShown++;
        }
    }

    /** For the thread that accepts. */
    long notShown() {
        return notShown;
    }

    private void run() {
        List<TraceEvent> events = new ArrayList<>(AT_ONCE);
        try {
            while (!closed || !queue.isEmpty()) {
                TraceEvent first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    events.add(first);
                    queue.drainTo(events, AT_ONCE - 1);
                    print(events);
                    events.clear();
                }
            }
            if (skipped > 0) { // since it is closed, nobody else has it
                print(List.of(new TraceEvent.NotShown(skipped)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(List<TraceEvent> events) {
        StringBuilder lines = new StringBuilder();
        for (TraceEvent event : events) {
            lines.append(format.apply(event)).append(System.lineSeparator());
        }
        out.append(lines);
        if (out.checkError() && !failed) { // flushes, too
            failed = true;
            lost.run();
        }
    }

    /** Waits until all is printed, but not for an output that stands still. */
    @Override
    public void close() {
        closed = true;
        printer.awaitEnd(PATIENCE);
    }
}
