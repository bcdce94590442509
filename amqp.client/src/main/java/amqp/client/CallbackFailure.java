// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exception that a callback of the application threw; see {@link ConnectionOptions.Builder#onCallbackFailure}.
 *
 * @param origin the {@link Channel} or {@link Connection} that the callback belongs to
 * @param callback what kind of callback, as a noun: "the consumer", for example
 * @param thrown what it threw
 */
public record CallbackFailure(Object origin, String callback, Throwable thrown) {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackFailure.class);

    /** What is done about it unless the application says otherwise. */
    void log() {
        LOG.error("{} of {} failed", callback, origin, thrown);
    }

    /** Tells it to the handler; where that one throws too, both are logged. */
    void tell(Consumer<CallbackFailure> handler) {
        try {
            handler.accept(this);
        } catch (RuntimeException | Error e) {
            LOG.error("The handler of callback failures failed", e);
            log();
        }
    }
}
