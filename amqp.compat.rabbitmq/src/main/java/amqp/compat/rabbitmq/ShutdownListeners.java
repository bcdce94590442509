// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is told that a connection or channel has ended, for now or for good. By any thread. */
final class ShutdownListeners {
    private final List<ShutdownListener> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<Throwable> failures;
    private volatile @Nullable ShutdownSignalException reason;

    /** @param failures is given what a listener throws */
    ShutdownListeners(Consumer<Throwable> failures) {
        this.failures = failures;
    }

    /** Tells the listener at once where the end has come already. */
    void add(ShutdownListener listener) {
        listeners.add(listener);
        ShutdownSignalException ended = reason;
        if (ended != null) {
            tell(listener, ended);
        }
    }

    void remove(ShutdownListener listener) {
        listeners.remove(listener);
    }

    /** Null while it is open. */
    @Nullable
    ShutdownSignalException reason() {
        return reason;
    }

    /** Nothing new where it has ended already: what is lost and then closed has ended once. */
    void ended(ShutdownSignalException why) {
        if (reason == null) {
            reason = why;
            tellAll();
        }
    }

    /** It is open again. */
    void recovered() {
        reason = null;
    }

    void tellAll() {
        ShutdownSignalException why = reason;
        if (why != null) {
            listeners.forEach(listener -> tell(listener, why));
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
