// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What was wrong in one trial. Any thread may add to it. */
final class Findings {
    private static final int MOST = 10;
    private static final int LONGEST = 3000;

    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(String what) {
        if (count.incrementAndGet() <= MOST) all.add(what.length() <= LONGEST ? what : what.substring(0, LONGEST));
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
        return String.join("\n    ", all);
    }
}
