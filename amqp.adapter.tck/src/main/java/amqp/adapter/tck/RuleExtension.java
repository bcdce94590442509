// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Leaves out what doesn't apply, and lets every failure begin with the rule that is broken. */
final class RuleExtension
        implements BeforeEachCallback, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    @Override
    public void beforeEach(ExtensionContext context) {
        RuleTests tests = (RuleTests) context.getRequiredTestInstance();
        for (Feature feature : rule(context).features()) {
            String reason = tests.reasonForLacking(feature);
            if (!reason.isEmpty()) {
                Assumptions.abort("Not applicable, lacking " + feature + ": " + reason);
            }
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw named(rule(context), failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw named(rule(context), failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw named(rule(context), failure);
    }

    private static Rule rule(ExtensionContext context) {
        return context.getRequiredTestMethod().getAnnotation(Proves.class).value();
    }

    private static Throwable named(Rule rule, Throwable failure) {
        boolean ready = failure instanceof TestAbortedException
                || String.valueOf(failure.getMessage()).matches("(?s)R\\d+: .*");
        return ready ? failure : new AssertionError(rule.message(failure.toString()), failure);
    }
}
