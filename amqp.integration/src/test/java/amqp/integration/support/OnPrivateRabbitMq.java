// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test of one {@link Setup} that needs this run's own RabbitMQ node, see {@link Brokers#node}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("rabbitmq")
@ExtendWith(Tally.class)
@ExtendWith(Setups.PrivateRabbitMqCondition.class)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Setups.PrivateRabbitMq.class)
public @interface OnPrivateRabbitMq {}
