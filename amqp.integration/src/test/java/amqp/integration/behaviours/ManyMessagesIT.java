// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;

/** Many messages, whole and in order, from one thread and from several. */
class ManyMessagesIT {
    private static final int MESSAGES = 100_000;
    private static final int THREADS = 8;
    private static final int PER_THREAD = 2_000;
    private static final int BODY = 64;

    @OnEveryBroker
    void allArriveInOrderAndUnchanged(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var intake = new Intake(1);
            Channel consuming = Stages.await(session.connection()
                    .openChannel(ChannelOptions.builder()
                            .dispatch(Dispatch.IO_THREAD)
                            .build()));
            Stages.await(consuming.basicQos(1000));
            Stages.await(consuming.basicConsume(queue, intake::receive));
            Channel publishing = session.channel();
            Stages.await(publishing.confirmSelect());
            var acked = new AtomicInteger();
            var sent = new CRC32();
            for (int i = 0; i < MESSAGES; i++) {
                byte[] body = body(0, i);
                sent.update(body);
                publish(publishing, queue, body, acked);
            }
            Await.until(Stages.PATIENCE, () -> acked.get() == MESSAGES, () -> acked + " acked");
            intake.await(MESSAGES);
            assertEquals(sent.getValue(), intake.checksum.getValue());
        }
    }

    @OnEveryBroker
    void eightThreadsOnOneChannel(Setup setup) {
        try (var session = Session.on(setup)) {
            Stages.await(session.channel().confirmSelect());
            fromEightThreads(session, thread -> session.channel());
        }
    }

    @OnEveryBroker
    void eightThreadsOnTheirOwnChannels(Setup setup) {
        try (var session = Session.on(setup)) {
            fromEightThreads(session, thread -> {
                Channel channel = session.openChannel();
                Stages.await(channel.confirmSelect());
                return channel;
            });
        }
    }

    private interface Channels {
        Channel of(int thread);
    }

    /** Each thread's messages stay in its order, none is lost or doubled, and each gets its verdict. */
    private static void fromEightThreads(Session session, Channels channels) {
        String queue = session.queue();
        var intake = new Intake(THREADS);
        Stages.await(session.openChannel().basicConsume(queue, intake::receive));
        var acked = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Channel channel = channels.of(thread);
            int number = thread;
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < PER_THREAD; i++) {
                            publish(channel, queue, body(number, i), acked);
                        }
                    },
                    task -> new Thread(task, "publisher-" + number).start()));
        }
        threads.forEach(Stages::await);
        Await.until(Stages.PATIENCE, () -> acked.get() == THREADS * PER_THREAD, () -> acked + " acked");
        intake.await(THREADS * PER_THREAD);
    }

    private static void publish(Channel channel, String queue, byte[] body, AtomicInteger acked) {
        channel.publishConfirmed(BasicMethod.Publish.of("", queue), Message.of(body), verdict -> {
            if (verdict == Verdict.ACKED) {
                acked.incrementAndGet();
            }
        });
    }

    /** The thread, the number, and octets that follow from both. */
    private static byte[] body(int thread, int number) {
        byte[] body = new byte[BODY];
        ByteBuffer.wrap(body).putInt(thread).putInt(number);
        for (int i = 8; i < BODY; i++) {
            body[i] = (byte) (number * 31 + thread * 7 + i);
        }
        return body;
    }

    /** Checks what arrives; called by one thread at a time. */
    private static final class Intake {
        final CRC32 checksum = new CRC32();
        private final int[] next;
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicReference<AssertionError> fault = new AtomicReference<>();

        Intake(int threads) {
            next = new int[threads];
        }

        void receive(Delivery delivery) {
            try {
                check(delivery.body());
            } catch (AssertionError e) {
                fault.compareAndSet(null, e);
            }
            if (count.incrementAndGet() % 100 == 0) {
                delivery.ackMultiple();
            }
        }

        private void check(byte[] body) {
            checksum.update(body);
            int thread = ByteBuffer.wrap(body).getInt();
            assertArrayEquals(body(thread, next[thread]), body, () -> "message " + next[thread] + " of " + thread);
            next[thread]++;
        }

        void await(int messages) {
            Await.until(
                    Stages.PATIENCE,
                    () -> count.get() == messages || fault.get() != null,
                    () -> count + " of " + messages + " messages came");
            if (fault.get() != null) {
                throw fault.get();
            }
        }
    }
}
