// SPDX-License-Identifier: MPL-2.0
package amqp.soak.findings;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What went wrong in one round or trial, in the order in which it was found. Any thread may add to it. */
public final class Findings {
    /** The first ones tell the cause; a fault of one kind may have thousands of consequences. */
    private static final int MOST = 20;

    /** Of one finding, in characters. A hostile peer's text may be long, and the heap of its trials is small. */
    private static final int LONGEST = 10_000;

    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Adds what was found. */
    public void add(String what) {
        if (count.incrementAndGet() <= MOST) all.add(what.length() <= LONGEST ? what : what.substring(0, LONGEST));
    }

    /** Adds what was found, with the stack of what was thrown. */
    public void add(String what, Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        add(what + ": " + trace);
    }

    /** Whether all went well. */
    public boolean isEmpty() {
        return count.get() == 0;
    }

    /** The first findings. */
    public List<String> all() {
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return count + " findings:\n  " + String.join("\n  ", all);
    }
}
