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

/** A test of one {@link Setup} of what only RabbitMQ does; skipped where the main broker is another. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("rabbitmq")
@ExtendWith(Tally.class)
@ExtendWith(Setups.RabbitMq.class)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Setups.RabbitMq.class)
public @interface OnRabbitMq {

    /** What Qpid does instead. */
    String value() default "it lacks this extension of RabbitMQ";
}
