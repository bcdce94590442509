// SPDX-License-Identifier: MPL-2.0

/** Auto-configuration of the client for Spring Boot: connections, listeners, a publisher, health. */
module amqp.spring.boot {
    requires transitive amqp.blocking;
    requires amqp.consumer;
    requires org.slf4j;
    requires spring.aop;
    requires spring.beans;
    requires spring.boot;
    requires spring.boot.autoconfigure;
    requires spring.context;
    requires spring.core;
    requires static amqp.metrics.micrometer;
    requires static amqp.tracing.opentelemetry;
    requires static org.jspecify;
    requires static spring.boot.amqp;
    requires static spring.boot.health;
    requires static spring.boot.jackson;
    requires static tools.jackson.databind;

    exports amqp.spring.boot;

    // Configurations and properties are hidden, and made by reflection.
    opens amqp.spring.boot to
            spring.beans,
            spring.boot,
            spring.context,
            spring.core;
}
