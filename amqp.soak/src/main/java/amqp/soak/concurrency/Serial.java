// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import amqp.client.dispatch.SerialExecutor;
import amqp.client.dispatch.Strand;
import java.util.concurrent.Executor;

/** Places where tasks run one at a time and in order, each of which sees what those before it did. */
final class Serial {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int THIRD = 3;
    private static final int OTHER = 4;
    private static final int LAST = 5;

    private final Crew crew = new Crew();

    // Without a lock: that is what a serial place is for.
    private int ran;

    /** The tasks that have run, a digit each. */
    private int order;

    private boolean inside;

    private Serial() {}

    /** One thread has tasks run while another runs some. */
    static void serialExecutor() {
        var serial = Crew.shared(new Serial());
        var executor = Crew.shared(newExecutor(serial.crew::start));
        executor.execute(serial.task(FIRST));
        executor.execute(serial.task(SECOND));
        serial.check(2);
    }

    private static Executor newExecutor(Executor threads) {
        return new SerialExecutor(threads, failure -> {
            throw new AssertionError(failure);
        });
    }

    /** Two threads do. */
    static void sharedSerialExecutor() {
        var serial = Crew.shared(new Serial());
        var executor = Crew.shared(newExecutor(serial.crew::start));
        serial.crew.start(() -> {
            executor.execute(serial.task(FIRST));
            executor.execute(serial.task(SECOND));
        });
        serial.crew.start(() -> executor.execute(serial.task(OTHER)));
        serial.check(3);
        executor.execute(serial.task(LAST));
        serial.check(4);
    }

    /** Threads of the adapter come by, and one of the application leaves a task. */
    static void strand() {
        var serial = Crew.shared(new Serial());
        var strand = Crew.shared(new Strand(serial.crew::start, serial.crew::failed));
        serial.crew.start(() -> {
            strand.run(serial.task(FIRST));
            strand.run(serial.task(SECOND));
        });
        serial.crew.start(() -> strand.run(serial.task(OTHER)));
        serial.crew.start(() -> strand.execute(() -> {
            if (!strand.isHere()) serial.crew.failed(new AssertionError("not in the strand"));
            serial.task(THIRD).run();
        }));
        serial.check(4);
        Crew.check(!strand.isHere(), "the strand is still taken");
    }

    private Runnable task(int digit) {
        return () -> {
            if (inside) crew.failed(new AssertionError("two tasks run at once"));
            inside = true;
            ran++;
            order = order * 10 + digit;
            inside = false;
        };
    }

    private void check(int tasks) {
        crew.join();
        Crew.check(ran == tasks, ran + " tasks ran of " + tasks);
        var digits = String.valueOf(order);
        Crew.check(
                digits.indexOf('0' + FIRST) < digits.indexOf('0' + SECOND) || digits.indexOf('0' + SECOND) < 0,
                digits + " is out of order");
    }
}
