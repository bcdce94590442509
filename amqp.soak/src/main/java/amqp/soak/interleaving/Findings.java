// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What went wrong in one round, in the order in which it was found. Any thread may add to it. */
final class Findings {
    /** The first ones tell the cause; a fault of one kind may have thousands of consequences. */
    private static final int MOST = 20;

    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(String what) {
        if (count.incrementAndGet() <= MOST) all.add(what);
    }

    void add(String what, Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        add(what + ": " + trace);
    }

    boolean isEmpty() {
        return count.get() == 0;
    }

    List<String> all() {
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return count + " findings:\n  " + String.join("\n  ", all);
    }
}
