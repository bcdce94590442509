// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.method.Method;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How commands are given again.
 *
 * @param callTimeout of each
 * @param wanted which of them are
 * @param attempts how often one is tried that the broker refuses, 1 or more
 * @param retryDelay before it is tried again
 * @param exclusiveTimeout how long one is tried that the lost connection may still keep from this one
 */
public record ReplayOptions(
        Duration callTimeout, Predicate<Method> wanted, int attempts, Duration retryDelay, Duration exclusiveTimeout) {}
