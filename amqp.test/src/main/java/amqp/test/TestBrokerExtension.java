// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit extension: each test method with a {@link TestBroker} parameter gets its own broker, which is closed after
 * the test.
 *
 * <pre>{@code
 * @ExtendWith(TestBrokerExtension.class)
 * class OrdersTest {
 *     @Test
 *     void ordersArePublished(TestBroker broker) { ... }
 * }
 * }</pre>
 *
 * <p>A parameter of a constructor or of {@code @BeforeAll} gets a broker that all tests of the class share.
 */
public final class TestBrokerExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TestBrokerExtension.class);

    /** For JUnit. */
    public TestBrokerExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(TestBroker.class, unused -> TestBroker.start(), TestBroker.class);
    }
}
