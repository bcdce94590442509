// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.startup;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;

/** The same with amqp-client: {@code URI}, and {@code netty} for its Netty mode. */
public final class PeerStart {
    private PeerStart() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(arguments[0]);
        if (arguments.length > 1) {
            factory.netty();
        }
        Channel channel = factory.newConnection().createChannel();
        channel.confirmSelect();
        channel.basicPublish("", "nowhere", null, new byte[16]);
        channel.waitForConfirmsOrDie();
        Started.tell(start);
    }
}
