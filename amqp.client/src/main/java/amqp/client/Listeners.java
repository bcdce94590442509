// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The listeners of one connection. Everything happens on its lane, so that nothing overtakes and nothing is locked. */
final class Listeners {
    private final Executor lane;
    private final Consumer<Throwable> failures;
    private final List<ConnectionListener> listeners = new ArrayList<>();

    /** Why the broker has blocked the connection; empty when it has not. */
    private Optional<String> blocked = Optional.empty();

    /**
     * @param failures takes what a listener throws
     */
    Listeners(Executor lane, Consumer<Throwable> failures) {
        this.lane = lane;
        this.failures = failures;
    }

    /** It is told at once when the connection is blocked already. */
    void add(ConnectionListener listener) {
        lane.execute(() -> {
            listeners.add(listener);
            blocked.ifPresent(listener::onBlocked);
        });
    }

    void remove(ConnectionListener listener) {
        lane.execute(() -> listeners.remove(listener));
    }

    void blocked(String reason) {
        lane.execute(() -> blocked = Optional.of(reason));
        tell(listener -> listener.onBlocked(reason));
    }

    void unblocked() {
        lane.execute(() -> blocked = Optional.empty());
        tell(ConnectionListener::onUnblocked);
    }

    /** The connection was lost and may come back; what the broker said of its alarm counts no more. */
    void lost(CloseReason reason) {
        lane.execute(() -> blocked = Optional.empty());
        tell(listener -> listener.onState(ConnectionState.RECONNECTING));
        tell(listener -> listener.onLost(reason));
    }

    void tell(Consumer<ConnectionListener> event) {
        lane.execute(() -> {
            for (ConnectionListener listener : listeners) {
                Lane.runHere(() -> event.accept(listener), failures);
            }
        });
    }
}
