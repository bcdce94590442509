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
 * Counts the tests that passed on each broker, by the {@link Setup} in their display name; writes one line a broker to
 * a file of this process, beside the reports.
 */
final class Tally implements InvocationInterceptor {
    private static final Map<String, Integer> PASSED = new ConcurrentSkipListMap<>();

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
        PASSED.merge(broker, 1, Integer::sum);
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Tally.class))
                .computeIfAbsent(Report.class);
    }

    /** Closed by JUnit at the end of the run, or of each class where processes share the classes. */
    static final class Report implements AutoCloseable {
        @Override
        public void close() {
            var text = new StringBuilder();
            PASSED.forEach((broker, count) ->
                    text.append(broker).append(": ").append(count).append(" tests passed\n"));
            try {
                var name = "broker-tests-" + System.getProperty("amqp.fork", "process") + ".txt";
                Files.writeString(Brokers.reports().resolve(name), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
