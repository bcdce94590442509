// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Counts the tests that passed on each broker, by the {@link Setup} in their display name; at the end says so and writes
 * one line a broker.
 */
final class Tally implements InvocationInterceptor {

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        invocation.proceed();
        count(context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext called, ExtensionContext context)
            throws Throwable {
        invocation.proceed();
        count(context);
    }

    private static void count(ExtensionContext context) {
        String broker = context.getDisplayName().split(" / ")[0];
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Tally.class))
                .computeIfAbsent(Counts.class)
                .passed
                .merge(broker, 1, Integer::sum);
    }

    /** Closed by JUnit when the run ends. */
    static final class Counts implements AutoCloseable {
        private final Map<String, Integer> passed = new ConcurrentSkipListMap<>();

        @Override
        public void close() {
            var text = new StringBuilder();
            passed.forEach((broker, count) ->
                    text.append(broker).append(": ").append(count).append(" tests passed\n"));
            System.out.print(text);
            try {
                Files.writeString(Brokers.reports().resolve("broker-tests.txt"), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
