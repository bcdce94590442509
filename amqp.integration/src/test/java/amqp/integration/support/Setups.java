// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import amqp.adapter.spi.AdapterProvider;
import amqp.client.Adapters;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Every adapter that is found, times the brokers that a test asks for; but on a second broker only the first adapters in
 * the order of preference, since what differs between brokers is what they say, not how it is read.
 */
public final class Setups {
    private static final int ADAPTERS_ON_A_SECOND_BROKER = 2;

    private Setups() {}

    /** Names of the adapters that can be used here. */
    public static List<String> adapters() {
        return Adapters.installed().stream()
                .filter(provider -> provider.unusableReason().isEmpty())
                .map(AdapterProvider::name)
                .filter(name -> !name.equals("memory")) // reaches one broker only, wherever it is told to connect
                .toList();
    }

    public static Stream<Setup> on(List<TestBroker> brokers) {
        return brokers.stream()
                .flatMap(broker -> adapters().stream()
                        .limit(broker == brokers.get(0) ? Long.MAX_VALUE : ADAPTERS_ON_A_SECOND_BROKER)
                        .map(adapter -> new Setup(broker, adapter)));
    }

    /** For {@link OnEveryBroker}. */
    public static final class EveryBroker implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(ParameterDeclarations declared, ExtensionContext context) {
            return on(Brokers.all()).map(Arguments::of);
        }
    }

    /** For {@link OnRabbitMq}. */
    public static final class RabbitMq implements ArgumentsProvider, ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Brokers.main().isRabbitMq()
                    ? ConditionEvaluationResult.enabled("on " + Brokers.main())
                    : ConditionEvaluationResult.disabled("needs RabbitMQ; " + Brokers.main() + ": " + instead(context));
        }

        @Override
        public Stream<? extends Arguments> provideArguments(ParameterDeclarations declared, ExtensionContext context) {
            return on(List.of(Brokers.main())).map(Arguments::of);
        }
    }

    private static String instead(ExtensionContext context) {
        return context.getRequiredTestMethod().getAnnotation(OnRabbitMq.class).value();
    }

    /** For {@link OnPrivateRabbitMq}. */
    public static final class PrivateRabbitMq implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(ParameterDeclarations declared, ExtensionContext context) {
            return on(List.of(Brokers.nodeBroker())).map(Arguments::of);
        }
    }

    /** For {@link OnPrivateRabbitMq} and {@link NeedsPrivateRabbitMq}. */
    public static final class PrivateRabbitMqCondition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Brokers.hasNode()
                    ? ConditionEvaluationResult.enabled("rabbitmq-server is installed")
                    : ConditionEvaluationResult.disabled(
                            "needs a RabbitMQ that it may stop: install the package rabbitmq-server");
        }
    }
}
