// SPDX-License-Identifier: MPL-2.0
/**
 * Tests the classes that several threads use without one lock around all of it, with a few threads at once. Lincheck
 * decides which thread continues at each access to memory, and tries thousands of orders. It finds faults that a real
 * machine would hardly ever show, and prints them step by step. The command is {@code bin/concurrency}.
 *
 * <p>A {@link amqp.soak.concurrency.Scenario} names what is tested. Its threads are a
 * {@link amqp.soak.concurrency.Crew}.
 */
package amqp.soak.concurrency;
