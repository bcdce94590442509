// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rule that a test is about: what fails without naming another rule breaks this one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Proves {
    Rule value();
}
