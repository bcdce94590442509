// SPDX-License-Identifier: MPL-2.0

/** Spans and metrics of OpenTelemetry for the client. */
module amqp.tracing.opentelemetry {
    requires transitive amqp.client;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires static org.jspecify;

    exports amqp.tracing.opentelemetry;
}
