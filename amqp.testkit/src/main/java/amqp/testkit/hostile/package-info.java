// SPDX-License-Identifier: MPL-2.0
/**
 * A broker that misbehaves. {@link amqp.testkit.hostile.Catalogue} lists the misbehaviours. Each has the
 * {@link amqp.testkit.hostile.Moment} at which it starts, what is sent then ({@link amqp.testkit.hostile.Attack}) and
 * how a client must react ({@link amqp.testkit.hostile.Outcome}). {@link amqp.testkit.hostile.HostileBroker} does one
 * of them to one connection, and serves every other connection correctly. Nothing here uses the product's code.
 */
package amqp.testkit.hostile;
