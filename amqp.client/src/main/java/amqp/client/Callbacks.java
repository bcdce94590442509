// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.codec.method.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Callbacks of one connection for methods that the broker sends and for events; see {@link Trigger}. They are called in
 * addition to what the client does with the method, such as completing a stage. For a method with content, they get the
 * method without the message.
 *
 * <p>When a method or event arrives, the client selects the callbacks whose triggers match, removes those that fire
 * only once, and calls the selected ones in the order of registration; a callback that registers itself again is not
 * called again for the same method. Callbacks of a channel run where its {@link ChannelOptions#dispatch} says, in order
 * and one at a time, and may block on the executor; those of the connection run on its executor. If a callback throws,
 * {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed.
 *
 * <p>Safe to use from any number of threads. It costs nothing while no callback is registered.
 */
public final class Callbacks {
    private record Entry(Trigger<?> trigger, Consumer<Record> callback, Object given) {
        boolean isSame(Trigger<?> other, Object callback) {
            return given == callback && trigger.equals(other);
        }

        boolean wantsMethods() {
            return Method.class.isAssignableFrom(trigger.kind());
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Consumer<Boolean> methodsWanted;
    private final Predicate<Channel> alive;

    /** Never changed, but replaced, under the lock; so it can be looked through without. */
    private volatile List<Entry> entries = List.of();

    private boolean tellingMethods;

    /**
     * @param methodsWanted told whether any callback waits for a method, when that changes
     * @param alive whether anything can still come on the channel; false once {@link #forget} is to be called
     */
    Callbacks(Consumer<Boolean> methodsWanted, Predicate<Channel> alive) {
        this.methodsWanted = methodsWanted;
        this.alive = alive;
    }

    /**
     * Registers a callback. It stays until the returned handle is cancelled (after that it may still be called for
     * earlier methods), until a trigger with {@link Trigger#onlyOnce} has fired, or until the connection, or the
     * channel of the trigger, is closed.
     *
     * @param <T> the record class of the method or event
     * @param trigger selects the methods or events
     * @param callback called with the method or event
     * @return removes the callback
     * @throws IllegalStateException when the same callback object is registered for an equal {@link Trigger} already,
     *     or the channel of the trigger is closed or belongs to another connection
     */
    public <T extends Record> Cancellable register(Trigger<T> trigger, Consumer<? super T> callback) {
        Objects.requireNonNull(callback, "callback");
        Entry entry = new Entry(trigger, what -> callback.accept(trigger.kind().cast(what)), callback);
        lock.lock();
        try {
            checkCanFire(trigger);
            checkIsNew(trigger, callback);
            List<Entry> more = new ArrayList<>(entries);
            more.add(entry);
            replace(more);
        } finally {
            lock.unlock();
        }
        return () -> remove(entry);
    }

    private void checkCanFire(Trigger<?> trigger) {
        if (trigger.channel().isPresent() && !alive.test(trigger.channel().get())) {
            throw new IllegalStateException(
                    "channel " + trigger.number() + " is closed or of another connection; nothing comes on it here");
        }
    }

    private void checkIsNew(Trigger<?> trigger, Object callback) {
        if (entries.stream().anyMatch(other -> other.isSame(trigger, callback))) {
            throw new IllegalStateException("this callback waits for "
                    + trigger.kind().getSimpleName() + " on channel " + trigger.number()
                    + " already; cancel its handle first");
        }
    }

    /** Whether it was there. */
    private boolean remove(Entry entry) {
        return removeIf(other -> other == entry);
    }

    private boolean removeIf(Predicate<Entry> ended) {
        lock.lock();
        try {
            List<Entry> left = entries.stream().filter(ended.negate()).toList();
            boolean fewer = left.size() < entries.size();
            if (fewer) {
                replace(left);
            }
            return fewer;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Something came. On the I/O thread.
     *
     * @param where gives what the callbacks run on; asked only if there are any
     */
    void occurred(Object origin, int number, Record what, Supplier<Executor> where) {
        if (entries.isEmpty()) {
            return;
        }
        for (Entry entry : pick(origin, number, what, where)) {
            where.get().execute(() -> entry.callback.accept(what));
        }
    }

    /** The channel is closed and all callbacks have heard of it. */
    void forget(Channel channel) {
        if (!entries.isEmpty()) {
            removeIf(entry -> entry.trigger.channel().equals(Optional.of(channel)));
        }
    }

    /** The connection is closed and all callbacks have heard of it. */
    void clear() {
        removeIf(all -> true);
    }

    private List<Entry> pick(Object origin, int number, Record what, Supplier<Executor> where) {
        List<Entry> picked = new ArrayList<>(1);
        for (Entry entry : entries) {
            try {
                if (entry.trigger.matches(origin, number, what) && (!entry.trigger.isOnce() || remove(entry))) {
                    picked.add(entry);
                }
            } catch (Throwable thrown) {
                // By a condition; reported where the callback would have been called.
                where.get().execute(() -> Callbacks.<RuntimeException>rethrow(thrown));
            }
        }
        return picked;
    }

    /** Conditions written in other languages than Java may throw checked exceptions too. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Under the lock. */
    private void replace(List<Entry> others) {
        entries = others;
        boolean wanted = others.stream().anyMatch(Entry::wantsMethods);
        if (wanted != tellingMethods) {
            tellingMethods = wanted;
            methodsWanted.accept(wanted);
        }
    }
}
