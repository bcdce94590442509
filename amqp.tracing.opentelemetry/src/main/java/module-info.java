// SPDX-License-Identifier: MPL-2.0

/** What the client does, as spans and metrics of OpenTelemetry. */
module amqp.tracing.opentelemetry {
    requires transitive amqp.client;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires static org.jspecify;

    exports amqp.tracing.opentelemetry;
}
