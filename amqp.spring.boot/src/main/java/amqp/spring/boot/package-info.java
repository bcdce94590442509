// SPDX-License-Identifier: MPL-2.0

/**
 * Auto-configuration for Spring Boot.
 *
 * <p>{@link amqp.spring.boot.AmqpConnections} opens the connections of the properties: the default one of
 * {@code spring.rabbitmq.*}, with Spring Boot's names, and those of {@code amqp.connections.NAME.*}. It makes the
 * {@link amqp.spring.boot.AmqpDeclarations} of a connection before anybody gets it. Methods with
 * {@link amqp.spring.boot.AmqpListener} are called with the messages of a queue, and
 * {@link amqp.spring.boot.AmqpPublisher} publishes with the broker's verdict. The
 * {@link amqp.spring.boot.PayloadConverter} converts payloads.
 *
 * <p>The application shuts down in order: listeners stop and finish their messages, then the outstanding verdicts are
 * awaited, then the connections are closed.
 *
 * <p>Configurations, conditions and properties are not public. {@code docs/guide/spring.md} lists the properties.
 */
@NullMarked
package amqp.spring.boot;

import org.jspecify.annotations.NullMarked;
