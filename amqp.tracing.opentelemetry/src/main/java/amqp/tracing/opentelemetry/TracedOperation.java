// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

/** A kind of span, switched on and off by {@link OpenTelemetryObserver.Builder#operations}. */
public enum TracedOperation {
    /** A message is published, until its verdict where the channel is in confirm mode. */
    SEND,
    /** The handler of a consumer runs. */
    PROCESS,
    /** The application has received a message by basic.get or from a {@link amqp.client.DeliveryBuffer}. */
    RECEIVE,
    /** The application has acknowledged or rejected messages. */
    SETTLE
}
