// SPDX-License-Identifier: MPL-2.0
/**
 * A broker that misbehaves. {@link amqp.testkit.hostile.Catalogue} lists the ways, each with the
 * {@link amqp.testkit.hostile.Moment} at which it begins, what is sent then ({@link amqp.testkit.hostile.Attack}) and what
 * a client has to do about it ({@link amqp.testkit.hostile.Outcome}). {@link amqp.testkit.hostile.HostileBroker} does one of
 * them to one connection, and serves every other connection as it should be. Nothing here uses any of the product's code.
 */
package amqp.testkit.hostile;
