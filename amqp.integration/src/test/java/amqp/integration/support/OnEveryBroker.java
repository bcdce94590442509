// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test of one {@link Setup}: runs on the main broker over every adapter, and on the embedded one. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Tally.class)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Setups.EveryBroker.class)
public @interface OnEveryBroker {}
