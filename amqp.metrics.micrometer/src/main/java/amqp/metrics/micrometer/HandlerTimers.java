// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The timers of handlers by queue: each queue has its own until there are too many. Any thread may use it. */
final class HandlerTimers {
    /** How the names begin that the broker gives to queues; there is no end of them. */
    private static final String SERVER_NAMED = "amq.gen-";

    private static final String OTHER = "other";

    /** @param succeeded of handlers that returned, {@code failed} of those that threw */
    record Outcomes(Timer succeeded, Timer failed) {}

    private final Registration registration;
    private final int maxQueues;
    private final ConcurrentMap<String, Outcomes> queues = new ConcurrentHashMap<>();

    HandlerTimers(Registration registration, int maxQueues) {
        this.registration = registration;
        this.maxQueues = maxQueues;
    }

    Outcomes of(String queue) {
        Outcomes known = queues.get(queue);
        return known != null ? known : queues.computeIfAbsent(tag(queue), this::register);
    }

    /** Threads that come at once may make a few more than wanted. */
    private String tag(String queue) {
        return queue.startsWith(SERVER_NAMED) || queues.size() >= maxQueues ? OTHER : queue;
    }

    private Outcomes register(String tag) {
        return new Outcomes(timer(tag, "succeeded"), timer(tag, "failed"));
    }

    private Timer timer(String tag, String outcome) {
        return registration.timer(MeterName.HANDLER_TIME, "queue", tag, "outcome", outcome);
    }
}
