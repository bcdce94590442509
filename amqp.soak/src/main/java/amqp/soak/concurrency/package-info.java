// SPDX-License-Identifier: MPL-2.0
/**
 * A few threads at once on each class that several threads use without one lock around all of it. Lincheck decides which
 * thread goes on at each access to memory, and tries thousands of orders; what the machine would hardly ever do is found
 * here, and shown step by step. The command is {@code bin/concurrency}.
 *
 * <p>A {@link amqp.soak.concurrency.Scenario} names what is tried. Its threads are a {@link amqp.soak.concurrency.Crew}.
 */
package amqp.soak.concurrency;
