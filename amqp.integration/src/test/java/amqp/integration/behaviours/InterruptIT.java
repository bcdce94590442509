// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.blocking.BlockingChannel;
import amqp.client.CallInterruptedException;
import amqp.client.PublishBlockedException;
import amqp.codec.Message;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A thread that publishes is interrupted again and again: no frame is broken, and no message is lost in silence. */
class InterruptIT {
    private static final int MESSAGES = 150;
    private static final int BODY = 20_000;
    private static final int LONGEST_PAUSE_NANOS = 2_000_000;

    /** What became of each message, by its number. */
    private static final class Outcomes {
        final TreeSet<Integer> published = new TreeSet<>();
        final TreeSet<Integer> interrupted = new TreeSet<>();
        final TreeSet<Integer> refused = new TreeSet<>();

        boolean undisturbed() {
            return interrupted.isEmpty() && refused.isEmpty();
        }
    }

    @OnEveryBroker
    void waitForAVerdictIsInterrupted(Setup setup) {
        on(setup, true);
    }

    @OnEveryBroker
    void waitForRoomIsInterrupted(Setup setup) {
        on(setup, false);
    }

    private static void on(Setup setup, boolean confirming) {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println(setup + ": seed " + seed);
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            var options = setup.optionsVia(proxy.port()).waterMarks(2 * BODY, BODY);
            try (var session = Session.with(options.build())) {
                String queue = session.queue();
                BlockingChannel channel = session.openBlockingChannel();
                if (confirming) {
                    channel.confirmSelect();
                }
                proxy.rate(Direction.TO_SERVER, 20_000_000);
                Outcomes outcomes = publishInterrupted(channel, queue, new Random(seed));
                proxy.heal();
                channel.queueDeclare();
                assertSame(outcomes, numbers(session.drain(queue)));
            }
            assertEquals(List.of(), proxy.taps().get(0).violations());
        }
    }

    private static Outcomes publishInterrupted(BlockingChannel channel, String queue, Random random) {
        var outcomes = new Outcomes();
        var done = CompletableFuture.runAsync(() -> publish(channel, queue, outcomes), task -> {
            var thread = new Thread(task, "publisher");
            thread.start();
            new Thread(() -> interrupt(thread, random), "interrupter").start();
        });
        Stages.await(done);
        return outcomes;
    }

    private static void interrupt(Thread thread, Random random) {
        while (thread.isAlive()) {
            thread.interrupt();
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    private static void publish(BlockingChannel channel, String queue, Outcomes outcomes) {
        for (int i = 0; i < MESSAGES || outcomes.undisturbed(); i++) {
            try {
                channel.publish("", queue, Message.of(body(i)));
                outcomes.published.add(i);
            } catch (CallInterruptedException e) {
                outcomes.interrupted.add(i);
            } catch (PublishBlockedException e) {
                outcomes.refused.add(i);
            }
            Thread.interrupted();
        }
    }

    private static byte[] body(int number) {
        return String.format("%" + BODY + "d", number).getBytes(UTF_8);
    }

    private static List<Integer> numbers(List<String> bodies) {
        return bodies.stream().map(body -> Integer.valueOf(body.strip())).toList();
    }

    /** In order and once: all that were published, none that was refused; an interrupted one may have been sent. */
    private static void assertSame(Outcomes outcomes, List<Integer> arrived) {
        assertEquals(List.copyOf(new TreeSet<>(arrived)), arrived);
        var expected = new TreeSet<>(outcomes.published);
        outcomes.interrupted.stream().filter(arrived::contains).forEach(expected::add);
        assertEquals(List.copyOf(expected), arrived);
    }
}
