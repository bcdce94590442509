// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.CallTimeoutException;
import amqp.codec.AmqpException;
import amqp.soak.findings.Findings;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All that was asked of the library in one round, and whether it was answered. Any thread may add to it. */
final class Account {
    private static final int NAMED = 5;

    private final Findings findings;
    private final AtomicInteger operations = new AtomicInteger();
    private final Queue<Expected> stages = new ConcurrentLinkedQueue<>();
    private final Queue<Awaited> publishes = new ConcurrentLinkedQueue<>();
    private final Queue<Watched> consumers = new ConcurrentLinkedQueue<>();

    /** A stage that is to complete. */
    private record Expected(String what, CompletableFuture<?> stage) {
        boolean isDue() {
            return !stage.isDone();
        }

        @Override
        public String toString() {
            return what;
        }
    }

    Account(Findings findings) {
        this.findings = findings;
    }

    int operations() {
        return operations.get();
    }

    /** Something that may be refused since the connection is lost, recovered or closed, and for no other reason. */
    void attempt(String what, Runnable operation) {
        operations.incrementAndGet();
        try {
            operation.run();
        } catch (RuntimeException | Error e) {
            refused(what, e);
        }
    }

    private void refused(String what, Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CallTimeoutException || !(cause instanceof AmqpException))
            findings.add(what + " failed", cause);
    }

    /** The stage is to complete, in one way or the other. */
    void expect(String what, CompletionStage<?> stage) {
        var end = stage.whenComplete((done, failure) -> {
            if (failure != null) refused(what, failure);
        });
        stages.add(new Expected(what, end.toCompletableFuture()));
    }

    void expect(Awaited publish) {
        publishes.add(publish);
    }

    void expect(Watched consumer) {
        consumers.add(consumer);
    }

    // ---- asked at the end ----

    boolean isAnswered() {
        return stages.stream().noneMatch(Expected::isDue) && publishes.stream().noneMatch(Awaited::isDue);
    }

    boolean isUninterrupted() {
        return consumers.stream().noneMatch(Watched::isInterrupted);
    }

    boolean isOver() {
        return isAnswered() && consumers.stream().allMatch(consumer -> consumer.isOver() || !consumer.isBegun());
    }

    /** What is missing, in numbers and with some examples. */
    String missing() {
        return some("stages without an end", stages, Expected::isDue)
                + some("publishes without a verdict", publishes, Awaited::isDue)
                + some("consumers interrupted for ever", consumers, Watched::isInterrupted)
                + some("consumers without an end", consumers, consumer -> consumer.isBegun() && !consumer.isOver());
    }

    private static <T> String some(String what, Queue<T> all, Predicate<T> missing) {
        var found = all.stream().filter(missing).toList();
        var named = found.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : found.size() + " of " + all.size() + " " + what + " (" + named + ") ";
    }

    void checkGhosts() {
        publishes.stream().filter(Awaited::isGhost).forEach(ghost -> findings.add(ghost + " was refused and settled"));
    }
}
