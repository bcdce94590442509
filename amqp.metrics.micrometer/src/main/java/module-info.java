// SPDX-License-Identifier: MPL-2.0

/** Meters and observations of Micrometer for the client. */
module amqp.metrics.micrometer {
    requires transitive amqp.client;
    requires transitive micrometer.commons;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;
    requires static org.jspecify;

    exports amqp.metrics.micrometer;
}
