// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.connection.CloseReason;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is told that a connection or channel has ended, for now or for good. By any thread. */
final class ShutdownListeners {
    private final Consumer<Throwable> failures;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final List<ShutdownListener> listeners = new ArrayList<>();

    /** Changed under the lock. */
    private volatile @Nullable ShutdownSignalException reason;

    /** @param failures is given what a listener throws */
    ShutdownListeners(Consumer<Throwable> failures) {
        this.failures = failures;
    }

    /** Tells the listener at once where the end has come already. */
    void add(ShutdownListener listener) {
        ShutdownSignalException ended;
        lock.lock();
        try {
            listeners.add(listener);
            ended = reason;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            tell(listener, ended);
        }
    }

    void remove(ShutdownListener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Null while it is open. */
    @Nullable
    ShutdownSignalException reason() {
        return reason;
    }

    /** Nothing new where it has ended already: what is lost and then closed has ended once. */
    void ended(ShutdownSignalException why) {
        List<ShutdownListener> told;
        lock.lock();
        try {
            if (reason != null) {
                return;
            }
            reason = why;
            told = List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
        told.forEach(listener -> tell(listener, why));
    }

    /**
     * What a call is answered with that comes too late.
     *
     * @param signal makes one where none was told yet
     */
    AlreadyClosedException alreadyClosed(Function<CloseReason, ShutdownSignalException> signal) {
        ShutdownSignalException told = reason;
        return new AlreadyClosedException(
                told == null
                        ? signal.apply(new CloseReason.TransportLost(new IOException("the connection was lost")))
                        : told);
    }

    /** It is open again. */
    void recovered() {
        reason = null;
    }

    void tellAll() {
        List<ShutdownListener> told;
        ShutdownSignalException why;
        lock.lock();
        try {
            told = List.copyOf(listeners);
            why = reason;
        } finally {
            lock.unlock();
        }
        if (why != null) {
            told.forEach(listener -> tell(listener, why));
        }
    }

    private void tell(ShutdownListener listener, ShutdownSignalException why) {
        try {
            listener.shutdownCompleted(why);
        } catch (Throwable e) {
            failures.accept(e);
        }
    }
}
