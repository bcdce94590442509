// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import java.util.Map;

/**
 * A queue to declare; durable, unless it is exclusive.
 *
 * @param exclusive for this connection alone, and deleted with it
 * @param arguments of queue.declare, whole numbers as Long
 */
public record LoadQueue(String name, boolean exclusive, boolean autoDelete, Map<String, Object> arguments) {}
