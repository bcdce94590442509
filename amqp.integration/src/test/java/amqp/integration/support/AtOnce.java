// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** One scene over all adapters at the same time, for scenes that mostly wait. */
public final class AtOnce {
    private AtOnce() {}

    /** What there is on this run's own RabbitMQ node. */
    public static List<Setup> setups() {
        return Setups.on(List.of(Brokers.nodeBroker())).toList();
    }

    /** Plays the scene on each setup, each in a thread of its own; when all have ended, one test for each tells how. */
    public static Stream<DynamicTest> play(String name, Consumer<Setup> scene) {
        Map<Setup, CompletableFuture<Void>> outcomes = new LinkedHashMap<>();
        setups().forEach(setup -> outcomes.put(
                setup,
                CompletableFuture.runAsync(
                        () -> scene.accept(setup), task -> new Thread(task, name + " on " + setup).start())));
        outcomes.values().forEach(outcome -> Stages.await(outcome.handle((nothing, failure) -> "however it ended")));
        return outcomes.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey() + " / " + name, () -> Stages.await(entry.getValue())));
    }
}
