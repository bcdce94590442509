// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The listeners of one connection. Everything happens on one serial executor, so that nothing overtakes and nothing is
 * locked.
 *
 * @param <L> the listener's type
 */
public final class Listeners<L> {
    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final List<L> listeners = new ArrayList<>();

    /** The state that a new listener is told first; empty for none. */
    private Optional<Consumer<L>> lasting = Optional.empty();

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

    /** Adds one, which is told of the state that lasts now, if any. */
    public void add(L listener) {
        executor.execute(() -> {
            listeners.add(listener);
            lasting.ifPresent(event -> tell(listener, event));
        });
    }

    /** Removes one; it may still be told what happened before. */
    public void remove(L listener) {
        executor.execute(() -> listeners.remove(listener));
    }

    /** Tells all of them. */
    public void tell(Consumer<L> event) {
        executor.execute(() -> listeners.forEach(listener -> tell(listener, event)));
    }

    /** Tells all of them, and those added from now on until {@link #tellEnd} or {@link #forget}. */
    public void tellLasting(Consumer<L> event) {
        executor.execute(() -> lasting = Optional.of(event));
        tell(event);
    }

    /** Tells all of them that the state which lasted is over. */
    public void tellEnd(Consumer<L> event) {
        forget();
        tell(event);
    }

    /** The state that lasted is over, without a word. */
    public void forget() {
        executor.execute(() -> lasting = Optional.empty());
    }

    private void tell(L listener, Consumer<L> event) {
        SerialExecutor.runHere(() -> event.accept(listener), failures);
    }
}
