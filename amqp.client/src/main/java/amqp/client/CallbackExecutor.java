// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The executor that callbacks run on when the application gives none: one for the process, of daemon threads. */
final class CallbackExecutor {
    /** A virtual thread for each task where the JVM has them, otherwise platform threads that are reused. */
    static final Executor SHARED = create();

    private CallbackExecutor() {}

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
