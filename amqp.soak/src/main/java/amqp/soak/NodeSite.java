// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.ConnectionOptions;
import amqp.codec.method.QueueMethod;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.proxy.NetworkFault;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** One broker, and a proxy before it for each client: mostly the network fails, and now and then the broker. */
final class NodeSite implements Site {
    /** One strike of so many is against the broker, since it takes seconds to start. */
    private static final int BROKER_RARITY = 20;

    private static final Duration NOTICED = Duration.ofSeconds(5);

    private final RabbitMqNode node = RabbitMqNode.start();
    private final List<FaultProxy> proxies = new CopyOnWriteArrayList<>();

    @Override
    public String title() {
        return "RabbitMQ " + node.version();
    }

    @Override
    public QueueMethod.Declare queue() {
        return QueueMethod.Declare.durable("soak");
    }

    @Override
    public ConnectionOptions.Builder newClient() {
        var proxy = FaultProxy.to(node.port()).keepFrames(false).keepTaps(false);
        proxies.add(proxy);
        return Site.impatient(
                ConnectionOptions.builder().uri(node.uri().toString()).address("127.0.0.1", proxy.port()));
    }

    @Override
    public String strike(Random random, Workload work) {
        if (random.nextInt(BROKER_RARITY) == 0) return strikeBroker(random);
        var fault = NetworkFault.values()[random.nextInt(NetworkFault.values().length)];
        var struck = proxies.stream().filter(proxy -> random.nextBoolean()).toList();
        var losses = work.losses();
        struck.forEach(fault::strike);
        Site.awaitLoss(work, losses, NOTICED);
        struck.forEach(FaultProxy::heal);
        return fault.toString();
    }

    private String strikeBroker(Random random) {
        var kill = random.nextBoolean();
        if (kill) node.kill();
        node.restart();
        return kill ? "BROKER_KILLED" : "BROKER_RESTARTED";
    }

    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
        node.close();
    }
}
