// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.codec.BasicProperties;
import amqp.codec.method.BasicMethod;

/** A message with where it goes. */
record Outgoing(BasicMethod.Publish method, BasicProperties properties, byte[] body) {}
