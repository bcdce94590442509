// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one connection. They are called on one serial executor, so that nothing overtakes; what waits for them is
 * bounded: events have kinds, and once many wait, an event takes the place of those of its kind that were not told yet.
 *
 * @param <L> the listener's type
 */
public final class Listeners<L> {
    /** So many events may wait before those of the same kind supersede each other. */
    static final int MANY = 64;

    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final Object lock = new Object();

    // Guarded by the lock, which is held for a few instructions.
    private final ArrayDeque<Change> waiting = new ArrayDeque<>(0);
    private boolean scheduled;

    // Touched on the executor only.
    private final List<L> listeners = new ArrayList<>();
    private boolean closed;

    /** The state that a new listener is told first; empty for none. */
    private Optional<Consumer<L>> lasting = Optional.empty();

    /**
     * What is to be done in turn.
     *
     * @param kind null for what nothing supersedes
     */
    private record Change(@Nullable Object kind, Runnable task) {}

    /**
     * Creates an empty list.
     *
     * @param executor serial
     * @param failures takes what a listener throws
     */
    public Listeners(Executor executor, Consumer<Throwable> failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /** Adds one, which is told of the state that lasts now, if any; none after the end. */
    public void add(L listener) {
        inTurn(null, () -> {
            if (!closed) {
                listeners.add(listener);
                lasting.ifPresent(event -> tellOne(listener, event));
            }
        });
    }

    /** Removes one; it may still be told what happened before. */
    public void remove(L listener) {
        inTurn(null, () -> listeners.remove(listener));
    }

    /**
     * Tells all of them.
     *
     * @param kind events of equal kinds supersede each other while too many wait
     */
    public void tell(Object kind, Consumer<L> event) {
        inTurn(kind, () -> tellNow(event));
    }

    /** Tells all of them what nothing supersedes. */
    public void tell(Consumer<L> event) {
        inTurn(null, () -> tellNow(event));
    }

    /** Tells all of them, and those added from now on until {@link #tellEnd} or {@link #forget}. */
    public void tellLasting(Object kind, Consumer<L> event) {
        inTurn(kind, () -> {
            lasting = Optional.of(event);
            tellNow(event);
        });
    }

    /** Tells all of them that the state which lasted is over. */
    public void tellEnd(Object kind, Consumer<L> event) {
        inTurn(kind, () -> {
            lasting = Optional.empty();
            tellNow(event);
        });
    }

    /** The state that lasted is over, without a word. */
    public void forget(Object kind) {
        inTurn(kind, () -> lasting = Optional.empty());
    }

    /** Tells all of them a last event; nothing is kept afterwards. */
    public void tellLast(Consumer<L> event) {
        inTurn(null, () -> {
            tellNow(event);
            closed = true;
            listeners.clear();
            lasting = Optional.empty();
        });
    }

    private void inTurn(@Nullable Object kind, Runnable task) {
        boolean idle;
        synchronized (lock) {
            if (kind != null && waiting.size() >= MANY) {
                waiting.removeIf(other -> kind.equals(other.kind));
            }
            waiting.add(new Change(kind, task));
            idle = !scheduled;
            scheduled = true;
        }
        if (idle) {
            executor.execute(this::runAll);
        }
    }

    private void runAll() {
        for (Change next = next(); next != null; next = next()) {
            next.task.run();
        }
    }

    private @Nullable Change next() {
        synchronized (lock) {
            Change next = waiting.poll();
            scheduled = next != null;
            return next;
        }
    }

    private void tellNow(Consumer<L> event) {
        listeners.forEach(listener -> tellOne(listener, event));
    }

    private void tellOne(L listener, Consumer<L> event) {
        SerialExecutor.runHere(() -> event.accept(listener), failures);
    }
}
