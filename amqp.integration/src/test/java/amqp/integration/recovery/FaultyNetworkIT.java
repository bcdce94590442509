// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.PublishBlockedException;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FrameTap;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A proxy between client and broker damages the way; a tap in it watches what the client sends. */
class FaultyNetworkIT {
    private static final int FRAME_MAX = 8192;
    private static final int LARGEST_SLICE = 7;
    private static final int THREADS = 3;

    @OnEveryBroker
    void framesSplitEverywhere(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            for (int slice = 1; slice <= LARGEST_SLICE; slice++) {
                proxy.slices(Direction.TO_SERVER, slice).slices(Direction.TO_CLIENT, slice);
                var options = setup.optionsVia(proxy.port()).frameMax(FRAME_MAX).build();
                try (var session = Session.with(options)) {
                    exchangeOnTwoChannels(session);
                }
                FrameTap tap = proxy.taps().get(slice - 1);
                assertEquals(List.of(), tap.violations());
                assertEquals(THREADS * sizes().size(), tap.contentCount(Direction.TO_SERVER));
                assertEquals(THREADS * sizes().size(), tap.contentCount(Direction.TO_CLIENT));
            }
        }
    }

    private static List<Integer> sizes() {
        return List.of(0, 1, 200, FRAME_MAX - 8, FRAME_MAX - 7);
    }

    /** Two threads share a channel, the third has its own; each publishes all sizes. */
    private static void exchangeOnTwoChannels(Session session) {
        String queue = session.queue();
        var messages = session.consume(queue);
        Channel other = session.openChannel();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Channel channel = i == 0 ? session.channel() : other;
            threads.add(CompletableFuture.runAsync(
                    () -> sizes().forEach(size -> channel.publish("", queue, Message.of(pattern(size))))));
        }
        threads.forEach(Stages::await);
        for (int i = 0; i < THREADS * sizes().size(); i++) {
            byte[] body = Session.next(messages).body();
            assertArrayEquals(pattern(body.length), body);
        }
    }

    private static byte[] pattern(int size) {
        byte[] body = new byte[size];
        IntStream.range(0, size).forEach(i -> body[i] = (byte) (i * 7 + size));
        return body;
    }

    @OnEveryBroker
    void latencyDelaysAndNothingElse(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            var late = Duration.ofMillis(20);
            proxy.latency(Direction.TO_SERVER, late).latency(Direction.TO_CLIENT, late);
            try (var session = Session.with(setup.optionsVia(proxy.port()).build())) {
                String queue = session.queue();
                Stages.await(session.channel().confirmSelect());
                List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    verdicts.add(session.channel().publishConfirmed("", queue, Message.of(pattern(i))));
                }
                verdicts.forEach(verdict -> assertEquals(Verdict.ACKED, Stages.await(verdict)));
                var purged = Stages.await(session.channel().queuePurge(queue));
                assertEquals(500, purged.messageCount());
            }
            assertEquals(List.of(), proxy.taps().get(0).violations());
        }
    }

    @OnEveryBroker
    void resetInTheMiddle(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            var traffic = Traffic.start(setup.optionsToEndVia(proxy.port()).build());
            proxy.reset();
            traffic.assertEnded(CloseReason.TransportLost.class);
            assertEquals(List.of(), proxy.taps().get(0).violations());
        }
    }

    @OnEveryBroker
    void endOfStreamInTheMiddle(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            var traffic = Traffic.start(setup.optionsToEndVia(proxy.port()).build());
            proxy.halfClose(Direction.TO_CLIENT);
            traffic.assertEnded(CloseReason.TransportLost.class);
        }
    }

    @OnEveryBroker
    void silenceIsNoticed(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            var options = setup.optionsToEndVia(proxy.port()).heartbeat(Duration.ofSeconds(1));
            var traffic = Traffic.start(options.build());
            proxy.blackHole(Direction.TO_CLIENT, true).blackHole(Direction.TO_SERVER, true);
            traffic.assertEnded(CloseReason.HeartbeatMissed.class);
        }
    }

    @OnEveryBroker
    void heartbeatsKeepAnIdleConnection(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            var options = setup.optionsVia(proxy.port()).heartbeat(Duration.ofSeconds(1));
            try (var session = Session.with(options.build())) {
                FrameTap tap = proxy.taps().get(0);
                Await.until(
                        Stages.PATIENCE,
                        () -> heartbeats(tap, Direction.TO_SERVER) >= 3 && heartbeats(tap, Direction.TO_CLIENT) >= 2,
                        () -> "heartbeats both ways: " + tap.frames(Direction.TO_SERVER)
                                + tap.frames(Direction.TO_CLIENT));
                assertTrue(session.connection().isOpen());
            }
        }
    }

    private static long heartbeats(FrameTap tap, Direction direction) {
        return tap.frames(direction).stream()
                .filter(WireFrame.Heartbeat.class::isInstance)
                .count();
    }

    @OnEveryBroker
    void cutDuringTheHandshake(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            for (int octets : List.of(0, 1, 7, 8, 100)) {
                proxy.cutAfter(Direction.TO_CLIENT, octets);
                var opening = Connection.open(setup.optionsVia(proxy.port()).build());
                var failure = Stages.failure(ConnectionFailedException.class, opening);
                assertTrue(failure.getMessage().contains("127.0.0.1:" + proxy.port()), failure.getMessage());
            }
        }
    }

    @OnEveryBroker
    void damagedFrameEndsTheConnectionWithAReason(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            proxy.corrupt(Direction.TO_CLIENT, 0, 0x40);
            var opening = Connection.open(setup.optionsVia(proxy.port()).build());
            var failure = Stages.failure(ConnectionFailedException.class, opening);
            assertTrue(failure.getMessage().contains("frame type"), failure.getMessage());
        }
    }

    @OnEveryBroker
    void fullNetworkMakesPublishersWait(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            var options = setup.optionsVia(proxy.port())
                    .waterMarks(64 * 1024, 32 * 1024)
                    .publishTimeout(Duration.ofMillis(100));
            try (var session = Session.with(options.build())) {
                String queue = session.queue();
                BlockingChannel channel = session.openBlockingChannel();
                proxy.blackHole(Direction.TO_SERVER, true);
                int sent = publishUntilBlocked(channel, queue);
                proxy.blackHole(Direction.TO_SERVER, false);
                Await.until(Stages.PATIENCE, () -> publishes(channel, queue), () -> "still blocked");
                channel.close();
                assertEquals(sent + 1, session.drain(queue).size());
            }
            assertEquals(List.of(), proxy.taps().get(0).violations());
        }
    }

    private static int publishUntilBlocked(BlockingChannel channel, String queue) {
        int sent = 0;
        while (publishes(channel, queue)) {
            sent++;
        }
        return sent;
    }

    private static boolean publishes(BlockingChannel channel, String queue) {
        try {
            channel.publish("", queue, Message.of(new byte[32 * 1024]));
            return true;
        } catch (PublishBlockedException e) {
            return false;
        }
    }
}
