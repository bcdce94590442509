// SPDX-License-Identifier: MPL-2.0

/**
 * Auto-configuration for Spring Boot.
 *
 * <p>{@link amqp.spring.boot.AmqpConnections} opens the connections that the properties describe: the one of
 * {@code spring.rabbitmq.*}, under the names that Spring Boot gives them, and those of {@code amqp.connections.NAME.*}.
 * Each declares its {@link amqp.spring.boot.AmqpDeclarations} before anybody gets it. Methods with
 * {@link amqp.spring.boot.AmqpListener} are called with the messages of a queue, and
 * {@link amqp.spring.boot.AmqpPublisher} publishes with the broker's verdict. Payloads pass through the
 * {@link amqp.spring.boot.PayloadConverter}.
 *
 * <p>The application ends in order: listeners stop and finish what they have, then the verdicts of what was published
 * are awaited, then the connections are closed.
 *
 * <p>Configurations, conditions and properties are hidden. {@code docs/guide/spring.md} lists the properties.
 */
@NullMarked
package amqp.spring.boot;

import org.jspecify.annotations.NullMarked;
