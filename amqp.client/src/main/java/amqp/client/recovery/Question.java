// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.client.dispatch.Strand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Asks a plug-in that may block: on a thread that may, with the answer in the strand, and within a time. While it has not
 * answered it is not asked again, so that one that hangs holds one thread; whoever asks meanwhile gets the same answer.
 * Belongs to the strand.
 *
 * @param <T> the answer
 */
public final class Question<T> {
    private final Callable<T> plugIn;
    private final Duration limit;
    private final Strand strand;
    private final Adapter adapter;
    private final Executor asking;

    private final List<Asker> askers = new ArrayList<>(1);
    private boolean pending;

    /** Somebody who waits for the answer; told once. */
    private final class Asker {
        private final Consumer<? super T> answered;
        private final Consumer<Throwable> failed;
        private Cancellable timer = () -> {};

        Asker(Consumer<? super T> answered, Consumer<Throwable> failed) {
            this.answered = answered;
            this.failed = failed;
        }

        void tooLate() {
            if (askers.remove(this)) {
                failed.accept(new TimeoutException("no answer within " + limit.toMillis() + " ms"));
            }
        }
    }

    /**
     * Creates a question that is not asked yet.
     *
     * @param plugIn what is asked
     * @param limit how long an answer may take
     * @param adapter keeps the time
     * @param asking runs the plug-in, on a thread that may block
     */
    public Question(Callable<T> plugIn, Duration limit, Strand strand, Adapter adapter, Executor asking) {
        this.plugIn = plugIn;
        this.limit = limit;
        this.strand = strand;
        this.adapter = adapter;
        this.asking = asking;
    }

    /** Whether it is asked and not answered. */
    public boolean isPending() {
        assert strand.isHere();
        return pending;
    }

    /** Calls one of both later, in the strand. */
    public void ask(Consumer<? super T> answered, Consumer<Throwable> failed) {
        assert strand.isHere();
        Asker asker = new Asker(answered, failed);
        askers.add(asker);
        try {
            asker.timer = adapter.schedule(limit, () -> strand.execute(asker::tooLate));
        } catch (IllegalStateException adapterClosed) {
            // without a limit: whoever connects will tell
        }
        if (!pending) {
            pending = true;
            asking.execute(this::askPlugIn);
        }
    }

    private void askPlugIn() {
        try {
            T answer = plugIn.call();
            strand.execute(() -> end(asker -> asker.answered.accept(answer)));
        } catch (Throwable e) {
            strand.execute(() -> end(asker -> asker.failed.accept(e)));
        }
    }

    private void end(Consumer<Asker> how) {
        pending = false;
        List<Asker> told = List.copyOf(askers);
        askers.clear();
        told.forEach(asker -> {
            asker.timer.cancel();
            how.accept(asker);
        });
    }
}
