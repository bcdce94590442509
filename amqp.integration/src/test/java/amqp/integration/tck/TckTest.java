// SPDX-License-Identifier: MPL-2.0
package amqp.integration.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.nio.NioAdapter;
import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;
import amqp.adapter.tck.Feature;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The suite for adapters finds what is broken, and says which rule that is. */
class TckTest {
    private static final String PATIENCE = "amqp.adapter.tck.patience";

    /** Makes an adapter for each test. */
    private static Supplier<Adapter> adapters = NioAdapter::create;

    private static final List<Adapter> MADE = new ArrayList<>();
    private static Map<Feature, String> lacking = Map.of();

    /** Not found by the build, which runs top-level classes only. */
    static final class Suite extends AdapterTck {
        @Override
        protected Adapter newAdapter() {
            MADE.add(adapters.get());
            return MADE.get(MADE.size() - 1);
        }

        @Override
        protected Map<Feature, String> lacking() {
            return lacking;
        }
    }

    /** Results of the tests that were run, by what they threw. */
    private static final class Results implements TestExecutionListener {
        final List<String> messages = new ArrayList<>();
        final Set<Status> statuses = EnumSet.noneOf(Status.class);

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                statuses.add(result.getStatus());
                result.getThrowable().ifPresent(thrown -> messages.add(String.valueOf(thrown.getMessage())));
            }
        }
    }

    @AfterEach
    void findThePatience() {
        System.clearProperty(PATIENCE);
    }

    /** What is broken is found when waiting ends. */
    @ParameterizedTest
    @EnumSource
    void faultIsFoundAndNamed(Fault fault) {
        System.setProperty(PATIENCE, "2");
        Results results = run(() -> fault.in(NioAdapter.create()), fault.group(), fault.test());
        assertEquals(Set.of(Status.FAILED), results.statuses, () -> "messages " + results.messages);
        for (String message : results.messages) {
            assertTrue(
                    message.startsWith(fault.rule().id() + ": " + fault.rule().sentence()), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void soundAdapterPassesTheSameTest(Fault fault) {
        Results results = run(NioAdapter::create, fault.group(), fault.test());
        assertEquals(Set.of(Status.SUCCESSFUL), results.statuses, () -> "messages " + results.messages);
    }

    @Test
    void whatAnAdapterLacksIsNotApplicable() {
        lacking = new EnumMap<>(Map.of(Feature.HOST_AND_PORT, "it starts child processes"));
        try {
            Results results = run(NioAdapter::create, "Connecting", "refusedSaysSo");
            assertEquals(Set.of(Status.ABORTED), results.statuses);
            assertEquals(List.of("Not applicable, lacking HOST_AND_PORT: it starts child processes"), results.messages);
        } finally {
            lacking = Map.of();
        }
    }

    private static Results run(Supplier<Adapter> candidates, String group, String test) {
        adapters = candidates;
        Results results = new Results();
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selector(group, test));
        LauncherFactory.create().execute(request.build(), results);
        MADE.forEach(Adapter::close);
        MADE.clear();
        return results;
    }

    private static DiscoverySelector selector(String group, String test) {
        Class<?> nested = Stream.of(AdapterTck.class.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equals(group))
                .findFirst()
                .orElseThrow();
        Method method = Stream.of(nested.getSuperclass().getDeclaredMethods())
                .filter(declared -> declared.getName().equals(test))
                .findFirst()
                .orElseThrow();
        return DiscoverySelectors.selectNestedMethod(List.of(Suite.class), nested, method);
    }
}
