// SPDX-License-Identifier: MPL-2.0

/**
 * The API of {@code com.rabbitmq.client} on top of this SDK.
 *
 * <pre>
 *   SdkConnectionFactory ── newConnection ──▶ SdkConnection ── createChannel ──▶ SdkChannel
 *         │ FactorySettings                       │                                │ Requests, Replies
 *         ▼                                       ▼                                ▼
 *   ConnectionOptions                     amqp.client.Connection           amqp.client.Channel
 * </pre>
 *
 * <p>The types come from amqp-client's jar: interfaces, records of methods, exceptions. Its connection is not used.
 */
@NullMarked
package amqp.compat.rabbitmq;

import org.jspecify.annotations.NullMarked;
