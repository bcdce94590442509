// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

/** Who acknowledges the messages of a listener. */
public enum AckMode {
    /** As the property {@code spring.rabbitmq.listener.simple.acknowledge-mode} says; {@link #AUTO} without it. */
    CONFIGURED,

    /**
     * The listener's container: a message is acknowledged when the method has returned, or the stage that it returned
     * has completed, and goes the way of failed messages when it failed.
     */
    AUTO,

    /** The method, by the {@link amqp.client.Delivery} that it takes as a parameter; what it throws is no
     * reason to handle a message again. */
    MANUAL
}
