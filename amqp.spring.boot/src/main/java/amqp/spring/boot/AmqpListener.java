// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls a method of a bean with each message of a queue.
 *
 * <pre>{@code
 * @AmqpListener(queue = "orders", concurrency = "4", retries = "3", errorQueue = "orders.failed")
 * void handle(Order order) { ... }
 * }</pre>
 *
 * <p>The method has one parameter for the payload, which is made of the message by the {@link PayloadConverter}, and any
 * of these beside it or instead: {@link amqp.client.Delivery}, {@link amqp.codec.Message}, {@link amqp.client.Channel},
 * {@link amqp.codec.FieldTable} for the headers. It returns nothing, or a {@link java.util.concurrent.CompletionStage} at
 * whose completion the message has been handled. It may block.
 *
 * <p>All texts may have placeholders such as {@code ${orders.queue}}. An empty one stands for the configured default.
 *
 * <p>A message whose handling failed is handled again after a delay, as often as {@link #retries} says. One that failed
 * for good goes to the {@link #errorQueue}, or without one is rejected: the broker sends it to the queue's dead-letter
 * exchange or drops it.
 *
 * <p>Behind each listener is an {@link amqp.consumer.QueueConsumer}, which starts again when its channel was closed or
 * its queue deleted.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AmqpListener {
    /** The queue to consume from. */
    String queue();

    /** Name of the connection, see {@link AmqpConnections}. */
    String connection() default AmqpConnections.DEFAULT;

    /**
     * How many messages are handled at once, 1 or more; by default
     * {@code spring.rabbitmq.listener.simple.concurrency}, or 1, which keeps the order of the queue.
     */
    String concurrency() default "";

    /** Name of a header: messages with the same value of it are handled in the order of the queue, one at a time. */
    String orderedByHeader() default "";

    /**
     * How many unacknowledged messages the listener may have, 1 to 65535; by default
     * {@code spring.rabbitmq.listener.simple.prefetch}, or what fits the concurrency.
     */
    String prefetch() default "";

    /** Who acknowledges. */
    AckMode ackMode() default AckMode.CONFIGURED;

    /**
     * How often a failed message is handled again, 0 or more; by default
     * {@code spring.rabbitmq.listener.simple.retry.max-retries} where {@code retry.enabled} is true, or 0.
     */
    String retries() default "";

    /**
     * The delay before the first retry, such as {@code 500ms} or {@code 2s}; by default
     * {@code spring.rabbitmq.listener.simple.retry.initial-interval}. The following ones are
     * {@code retry.multiplier} times as long each, {@code retry.max-interval} at most.
     */
    String retryDelay() default "";

    /**
     * A queue to which a message is published that failed for good, with headers that say why and where it came from; see
     * {@link amqp.consumer.ConsumerOptions.Builder#publishFailed}. It is acknowledged once the broker has confirmed that.
     */
    String errorQueue() default "";

    /** Whether the listener starts with the application; by default {@code spring.rabbitmq.listener.simple.auto-startup}. */
    String autoStartup() default "";
}
