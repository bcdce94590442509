// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exception that a callback of the application threw; see {@link ConnectionOptions.Builder#onCallbackFailure}. */
public final class CallbackFailure {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackFailure.class);

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

    /** Returns what kind of callback it was, as a noun: "the consumer", for example. */
    public String callback() {
        return callback;
    }

    /** Returns what it threw. */
    public Throwable thrown() {
        return thrown;
    }

    /** What is done about it unless the application says otherwise. */
    void log() {
        LOG.error("{} of {} failed", callback, origin, thrown);
    }

    /** Tells it to the handler; where that one throws too, both are logged. */
    void tell(Consumer<CallbackFailure> handler) {
        try {
            handler.accept(this);
        } catch (Throwable e) {
            LOG.error("The handler of callback failures failed", e);
            log();
        }
    }
}
