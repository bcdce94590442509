// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.proxy.FrameTap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Setting up queues and bindings far away from the broker: how many round trips it takes is asserted, how long it takes
 * is printed and written to {@code setup-latency.txt} beside the reports.
 */
class SetupLatencyIT {
    private static final Duration ONE_WAY = Duration.ofMillis(10);

    /** One at a time they take 40 ms each. */
    private static final int QUEUES = Integer.getInteger("amqp.integration.queues", 50);

    private static final int MANY_QUEUES = 1000;

    /** Far below 2 x {@value #MANY_QUEUES}; more than one, as the broker may be faster than the program on a busy machine. */
    private static final long FEW = 100;

    @OnRabbitMq("the way there is the same")
    void oneAtATimeEachCallIsARoundTrip(Setup setup) throws IOException {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsVia(proxy.port())
                        .callTimeout(Stages.PATIENCE)
                        .build())) {
            FrameTap tap = proxy.taps().get(0);
            long before = tap.rounds(Direction.TO_SERVER);
            Duration time = setUp(proxy, session.channel(), QUEUES);
            assertEquals(2L * QUEUES, tap.rounds(Direction.TO_SERVER) - before);
            assertEquals(List.of(), tap.violations());
            report(setup + ": " + QUEUES + " queues and bindings one at a time, " + time.toMillis() + " ms");
        }
    }

    @OnRabbitMq("the way there is the same")
    void pipelinedAThousandQueuesTakeAFewRoundTrips(Setup setup) throws IOException {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsVia(proxy.port())
                        .callTimeout(Stages.PATIENCE)
                        .build())) {
            Channel channel = Stages.await(session.connection()
                    .openChannel(ChannelOptions.builder().pipelined(true).build()));
            FrameTap tap = proxy.taps().get(0);
            long before = tap.rounds(Direction.TO_SERVER);
            Duration time = setUp(proxy, channel, MANY_QUEUES);
            long rounds = tap.rounds(Direction.TO_SERVER) - before;
            assertTrue(rounds <= FEW, () -> rounds + " round trips");
            assertEquals(List.of(), tap.violations());
            report(setup + ": " + MANY_QUEUES + " queues and bindings pipelined, " + rounds + " round trips, "
                    + time.toMillis() + " ms");
        }
    }

    /** Gives all commands without waiting for any reply, then waits for all. */
    private static Duration setUp(FaultProxy proxy, Channel channel, int queues) {
        proxy.latency(Direction.TO_SERVER, ONE_WAY).latency(Direction.TO_CLIENT, ONE_WAY);
        long start = System.nanoTime();
        List<CompletionStage<?>> replies = new ArrayList<>();
        for (int i = 0; i < queues; i++) {
            String queue = Names.fresh("far");
            replies.add(channel.queueDeclare(
                    QueueMethod.Declare.of(queue).durable(false).exclusive(true)));
            replies.add(channel.queueBind(queue, "amq.topic", queue));
        }
        replies.forEach(Stages::await);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void report(String line) throws IOException {
        System.out.println(line);
        Files.writeString(
                Brokers.reports().resolve("setup-latency.txt"),
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
