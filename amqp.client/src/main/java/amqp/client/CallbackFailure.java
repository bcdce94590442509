// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.function.Consumer;

/** An exception that a callback of the application threw; see {@link ConnectionOptions.Builder#onCallbackFailure}. */
public final class CallbackFailure {
    private final Object origin;
    private final String callback;
    private final Throwable thrown;

    CallbackFailure(Object origin, String callback, Throwable thrown) {
        this.origin = origin;
        this.callback = callback;
        this.thrown = thrown;
    }

    /** Returns the {@link Channel} or {@link Connection} that the callback belongs to. */
    public Object origin() {
        return origin;
    }

    /** Returns the kind of callback as a noun, such as "the consumer". */
    public String callback() {
        return callback;
    }

    /** Returns the exception that the callback threw. */
    public Throwable thrown() {
        return thrown;
    }

    /** What is done about it unless the application says otherwise. */
    void log() {
        log(origin).callbackFailed(this);
    }

    private static ConnectionLog log(Object origin) {
        Connection connection = origin instanceof Channel channel ? channel.connection() : (Connection) origin;
        return connection.core().log();
    }

    /** Tells it to the handler; where that one throws too, both are logged. */
    void tell(Consumer<CallbackFailure> handler) {
        try {
            handler.accept(this);
        } catch (Throwable e) {
            log(origin).failureHandlerFailed(e);
            log();
        }
    }
}
