// SPDX-License-Identifier: MPL-2.0
/**
 * The command {@code bin/hostile}: every misbehaviour of {@link amqp.testkit.hostile.Catalogue} against every adapter, in a
 * small heap. A {@link amqp.soak.hostile.Trial} is one of them, on one adapter, in one {@link amqp.soak.hostile.Mode}; the
 * {@link amqp.soak.hostile.Victim} is the application that it happens to. On the same loop a
 * {@link amqp.soak.hostile.Healthy} connection has to keep working meanwhile, and
 * {@link amqp.soak.hostile.Resources} are to be afterwards what they were before.
 */
package amqp.soak.hostile;
