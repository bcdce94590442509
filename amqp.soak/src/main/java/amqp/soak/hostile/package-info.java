// SPDX-License-Identifier: MPL-2.0
/**
 * The command {@code bin/hostile}: tries every misbehaviour of {@link amqp.testkit.hostile.Catalogue} on every adapter,
 * in a small heap. A {@link amqp.soak.hostile.Trial} is one of them, on one adapter, in one
 * {@link amqp.soak.hostile.Mode}; the {@link amqp.soak.hostile.Victim} is the application. A
 * {@link amqp.soak.hostile.Healthy} connection on the same loop must keep working, and
 * {@link amqp.soak.hostile.Resources} must be the same afterwards as before.
 */
package amqp.soak.hostile;
