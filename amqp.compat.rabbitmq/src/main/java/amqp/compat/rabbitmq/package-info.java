// SPDX-License-Identifier: MPL-2.0

/**
 * The API of {@code com.rabbitmq.client} over this SDK.
 *
 * <pre>
 *   SdkConnectionFactory ── newConnection ──▶ SdkConnection ── createChannel ──▶ SdkChannel
 *         │ FactorySettings                       │                                │ Requests, Replies
 *         ▼                                       ▼                                ▼
 *   ConnectionOptions                     amqp.client.Connection           amqp.client.Channel
 * </pre>
 *
 * <p>amqp-client's jar gives the types: interfaces, records of methods, exceptions. Nothing of its connection is used.
 */
@NullMarked
package amqp.compat.rabbitmq;

import org.jspecify.annotations.NullMarked;
