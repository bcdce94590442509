// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor that callbacks run on when the application gives none: one for the process, of daemon threads. */
public final class CallbackExecutor {
    /** A virtual thread for each task where the JVM has them, otherwise platform threads that are reused. */
    public static final Executor SHARED = create();

    private static final Logger LOG = LoggerFactory.getLogger(CallbackExecutor.class);

    private CallbackExecutor() {}

    /**
     * The application's executor; what that one refuses, because it was shut down first, runs on ours. Otherwise nobody
     * would hear of the end of the connection.
     */
    public static Executor of(Executor own) {
        return task -> {
            try {
                own.execute(task);
            } catch (RejectedExecutionException e) {
                LOG.warn(
                        "The executor given for callbacks refuses tasks; close the connection before shutting it down");
                SHARED.execute(task);
            }
        };
    }

    private static Executor create() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable notThere) { // Java 17 to 20; a preview in 19 and 20
            AtomicInteger number = new AtomicInteger();
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "amqp-callback-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
        }
    }
}
