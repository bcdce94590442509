// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.startup;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.codec.Message;
import java.util.concurrent.CompletionStage;

/** The smallest program that publishes a message and knows that the broker has it: {@code URI}. */
public final class SdkStart {
    private SdkStart() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        Connection connection = await(Connection.open(arguments[0]));
        Channel channel = await(connection.openChannel());
        await(channel.confirmSelect());
        await(channel.publishConfirmed("", "nowhere", Message.of(new byte[16])));
        Started.tell(start);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
