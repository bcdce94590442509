// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.connection.Session;
import amqp.cli.terminal.CommandFailedException;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Several processes that begin together. Each says its name to a fanout exchange on the broker when it listens there, and
 * again whenever it hears of one that it did not know. So whoever comes last hears of all others, and they hear of it.
 */
final class Instances {
    private static final long LOOK_MILLIS = 100;

    private final String exchange;
    private final int expected;
    private final String own = UUID.randomUUID().toString();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final CountDownLatch complete = new CountDownLatch(1);

    /**
     * @param id the same for all of them
     * @param expected how many there are
     */
    Instances(String id, int expected) {
        this.exchange = "amqp-perf." + id;
        this.expected = expected;
    }

    /**
     * Returns when they are complete, or when it is stopped.
     *
     * @throws CommandFailedException when they are not complete in time
     */
    void await(Session session, Duration timeout, BooleanSupplier stopped) {
        Channel channel = session.openChannel(Dispatch.EXECUTOR);
        Stages.await(channel.exchangeDeclare(
                ExchangeMethod.Declare.of(exchange, "fanout").durable(true).autoDelete(true)));
        String queue = Stages.await(channel.queueDeclare(QueueMethod.Declare.serverNamed()))
                .queue();
        Stages.await(channel.queueBind(queue, exchange, ""));
        Stages.await(channel.basicConsume(BasicMethod.Consume.of(queue).noAck(true), this::heard));
        say(channel);
        awaitOthers(timeout, stopped);
        Stages.await(channel.close());
    }

    private void awaitOthers(Duration timeout, BooleanSupplier stopped) {
        long begin = System.nanoTime();
        try {
            while (!stopped.getAsBoolean() && !complete.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (Duration.ofNanos(System.nanoTime() - begin).compareTo(timeout) >= 0) {
                    throw new CommandFailedException("only " + known.size() + " of " + expected
                            + " instances came within " + timeout.toMillis() + " ms");
                }
            }
        } catch (InterruptedException e) {
            throw new CommandFailedException("interrupted", e);
        }
    }

    private void heard(Delivery delivery) {
        String name = new String(delivery.body(), StandardCharsets.UTF_8);
        if (known.add(name)) {
            if (!name.equals(own)) {
                say(delivery.channel());
            }
            if (known.size() == expected) {
                complete.countDown();
            }
        }
    }

    private void say(Channel channel) {
        channel.publish(exchange, "", Message.of(own.getBytes(StandardCharsets.UTF_8)));
    }
}
