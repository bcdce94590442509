// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class whose preparations need this run's own RabbitMQ node, see {@link Brokers#node}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("rabbitmq")
@ExtendWith(Tally.class)
@ExtendWith(Setups.PrivateRabbitMqCondition.class)
public @interface NeedsPrivateRabbitMq {}
