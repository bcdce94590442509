// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.codec.AmqpException;
import amqp.consumer.ConsumerEnd;
import amqp.consumer.QueueConsumer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The consumers of all listeners. They are the last to start and the first to stop, all at once: each takes no more
 * messages and finishes what it has, with all that it needs still there.
 */
final class Listeners implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final ListenerFinder finder;
    private final AmqpConnections connections;
    private final PayloadConverter converter;
    private final ListenerDefaults defaults;
    private final Map<ListenerFinder.Found, QueueConsumer> consumers = new ConcurrentHashMap<>();
    private volatile boolean running;

    Listeners(
            ListenerFinder finder, AmqpConnections connections, PayloadConverter converter, ListenerDefaults defaults) {
        this.finder = finder;
        this.connections = connections;
        this.converter = converter;
        this.defaults = defaults;
    }

    @Override
    public void start() {
        running = true;
        finder.forEach(this::start);
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        var ends = consumers.entrySet().stream()
                .map(entry -> entry.getValue().stop().thenAccept(end -> tell(entry.getKey(), end)))
                .map(stage -> stage.toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        consumers.clear();
        CompletableFuture.allOf(ends).whenComplete((done, failure) -> callback.run());
    }

    @Override
    public void stop() {
        var stopped = new CompletableFuture<Void>();
        stop(() -> stopped.complete(null));
        stopped.join();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void start(ListenerFinder.Found found) {
        var listener = found.annotation();
        if (!running || !defaults.autoStartup(listener)) return;
        try {
            var starting = QueueConsumer.startAsync(
                    connections.connection(defaults.connection(listener)),
                    defaults.queue(listener),
                    defaults.options(listener),
                    new ListenerMethod(found, converter));
            var consumer = starting.toCompletableFuture().join();
            consumers.put(found, consumer);
            consumer.ended().thenAccept(end -> tellFailure(found, end));
        } catch (CompletionException e) {
            throw notStarted(found, e.getCause());
        } catch (AmqpException | IllegalArgumentException e) {
            throw notStarted(found, e);
        }
    }

    private static IllegalStateException notStarted(ListenerFinder.Found found, Throwable why) {
        return new IllegalStateException("The listener " + found + " did not start: " + why.getMessage(), why);
    }

    private static void tell(ListenerFinder.Found found, ConsumerEnd end) {
        if (end.unfinished() > 0) {
            LOG.warn(
                    "The listener {} ended with {} messages that were not done: they come again.",
                    found,
                    end.unfinished());
        }
    }

    private static void tellFailure(ListenerFinder.Found found, ConsumerEnd end) {
        if (end.failure() != null)
            LOG.error("The listener {} has ended: {}", found, end.failure().getMessage());
    }
}
