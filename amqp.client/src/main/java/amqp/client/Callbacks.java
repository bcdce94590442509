// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.codec.method.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The callbacks of one connection for any method that the broker sends, and for events; see {@link Trigger}. They are
 * called beside whatever else the client does with the method, and after the commands that waited for it went out. Of a
 * method with content they get the method, not the message.
 *
 * <p>When something comes, the callbacks that wait for it are picked, those that wait only once are removed, and then all
 * are called in the order in which they were registered: one that registers itself anew is not called twice for it. Those
 * of a channel run where its {@link Dispatch} says, in order and one at a time, and may block; those of the connection run
 * on its executor. What one throws is reported and ends nothing.
 *
 * <p>Safe to use from any number of threads. Costs nothing while no callback is registered.
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
    private final List<Entry> entries = new ArrayList<>();
    private final Consumer<Boolean> methodsWanted;
    private final Predicate<Channel> alive;

    /** Changed under the lock. */
    private volatile boolean empty = true;

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
     * Registers a callback. It ends when the handle that this gives is cancelled (what had been picked already may still
     * call it), when a trigger with {@link Trigger#onlyOnce} has fired, and when the channels that the trigger is
     * restricted to, or the connection, are closed.
     *
     * @throws IllegalStateException when the same callback is registered for the same trigger already, or the channels
     *     that it is restricted to are closed or of another connection
     */
    public <T extends Record> Cancellable register(Trigger<T> trigger, Consumer<? super T> callback) {
        Objects.requireNonNull(callback, "callback");
        Entry entry = new Entry(trigger, what -> callback.accept(trigger.kind().cast(what)), callback);
        lock.lock();
        try {
            checkCanFire(trigger);
            checkIsNew(trigger, callback);
            entries.add(entry);
            changed();
        } finally {
            lock.unlock();
        }
        return () -> remove(entry);
    }

    private void checkCanFire(Trigger<?> trigger) {
        if (!trigger.origins().isEmpty() && trigger.origins().stream().noneMatch(alive)) {
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

    private void remove(Entry entry) {
        lock.lock();
        try {
            entries.removeIf(other -> other == entry);
            changed();
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
        if (empty) {
            return;
        }
        for (Entry entry : pick(origin, number, what)) {
            where.get().execute(() -> entry.callback.accept(what));
        }
    }

    /** The channel is closed and all callbacks have heard of it. */
    void forget(Channel channel) {
        if (empty) {
            return;
        }
        lock.lock();
        try {
            entries.removeIf(entry -> entry.trigger.origins().equals(java.util.Set.of(channel)));
            changed();
        } finally {
            lock.unlock();
        }
    }

    /** The connection is closed and all callbacks have heard of it. */
    void clear() {
        lock.lock();
        try {
            entries.clear();
            changed();
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> pick(Object origin, int number, Record what) {
        List<Entry> picked = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
                Entry entry = all.next();
                Trigger<?> trigger = entry.trigger;
                if (trigger.number() == number && trigger.kind() == what.getClass() && trigger.matches(origin, what)) {
                    picked.add(entry);
                    if (trigger.once()) {
                        all.remove();
                    }
                }
            }
            changed();
        } finally {
            lock.unlock();
        }
        return picked;
    }

    /** Under the lock. */
    private void changed() {
        empty = entries.isEmpty();
        boolean wanted = !empty && entries.stream().anyMatch(Entry::wantsMethods);
        if (wanted != tellingMethods) {
            tellingMethods = wanted;
            methodsWanted.accept(wanted);
        }
    }
}
