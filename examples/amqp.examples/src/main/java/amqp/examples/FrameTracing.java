// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;

/** Logs every frame of a few commands, sent and received; secrets and message bodies are not logged. */
public final class FrameTracing {
    private FrameTracing() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            // To the logger "amqp.client.frames" at level debug; see simplelogger.properties here.
            // From the start: ConnectionOptions.builder().traceFrames(true).
            connection.connection().traceFrames(true);
            channel.basicQos(10);
            String queue = channel.queueDeclare().queue();
            connection.connection().traceFrames(false); // costs nothing from here on

            channel.basicGet(queue); // not logged
            System.out.println("traced basic.qos and queue.declare with their replies, and nothing after them");
        }
    }
}
