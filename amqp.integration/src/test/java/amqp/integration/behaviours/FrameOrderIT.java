// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.Message;
import amqp.connection.Verdict;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FrameTap;
import amqp.testkit.wire.Content;
import amqp.testkit.wire.WireFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sixteen threads on one channel, and a parser with no code of the client that reads along on the wire. */
class FrameOrderIT {
    private static final int FRAME_MAX = 8192;

    @OnRabbitMq("it refuses with a nack what has no route")
    void sixteenThreadsOnOneChannelAndNothingOutOfPlace(Setup setup) {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println(setup + ": seed " + seed);
        try (var proxy = Proxies.to(setup);
                var session = Session.with(
                        setup.optionsVia(proxy.port()).frameMax(FRAME_MAX).build())) {
            var noise = new Noise(session);
            var shared = new SharedChannel(session, 3 * FRAME_MAX, seed);
            shared.run();
            noise.end();
            shared.assertToldRight();
            FrameTap tap = proxy.taps().get(0);
            assertEquals(List.of(), tap.violations());
            assertEquals(List.of(), tap.unanswered(Direction.TO_SERVER));
            assertInOrderOfEachThread(published(tap, shared));
            assertEquals(verdictsOnTheWire(tap, shared), shared.verdicts());
        }
    }

    /** Publishes on another channel of the connection all the while. */
    private static final class Noise {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final CompletableFuture<Void> done;

        Noise(Session session) {
            var channel = session.openChannel();
            done = CompletableFuture.runAsync(
                    () -> {
                        while (!ended.get()) {
                            channel.publish("", "nowhere", Message.of(new byte[FRAME_MAX]));
                            Stages.await(channel.basicQos(1));
                        }
                    },
                    task -> new Thread(task, "noise").start());
        }

        void end() {
            ended.set(true);
            Stages.await(done);
        }
    }

    /** The message-ids of the channel's publishes, in the order of the wire. */
    private static List<String> published(FrameTap tap, SharedChannel shared) {
        return ids(tap, Direction.TO_SERVER, "basic.publish", shared.channel().number());
    }

    private static List<String> ids(FrameTap tap, Direction direction, String method, int channel) {
        return tap.contents(direction).stream()
                .filter(content -> content.channel() == channel)
                .filter(content -> content.method().name().equals(method))
                .map(FrameOrderIT::id)
                .toList();
    }

    private static String id(Content content) {
        return (String) content.properties().get("message-id");
    }

    /** An id is the thread's number and the thread's count. */
    private static void assertInOrderOfEachThread(List<String> ids) {
        Map<String, Integer> next = new HashMap<>();
        for (String id : ids) {
            String[] parts = id.split("-");
            assertEquals(
                    next.getOrDefault(parts[0], 0), Integer.valueOf(parts[1]), "in the order of thread " + parts[0]);
            next.merge(parts[0], 1, Integer::sum);
        }
    }

    /** Numbers the publishes as they stand on the wire and reads what the broker said of each number. */
    private static Map<String, Verdict> verdictsOnTheWire(FrameTap tap, SharedChannel shared) {
        int channel = shared.channel().number();
        Set<String> returned = new HashSet<>(ids(tap, Direction.TO_CLIENT, "basic.return", channel));
        List<String> open = new ArrayList<>(published(tap, shared));
        Map<String, Verdict> verdicts = new HashMap<>();
        for (WireFrame frame : tap.frames(Direction.TO_CLIENT)) {
            if (frame instanceof WireFrame.Method method && method.channel() == channel && isConfirm(method)) {
                int last = (int) method.number("delivery-tag") - 1;
                for (int i = method.flag("multiple") ? 0 : last; i <= last; i++) {
                    String id = open.set(i, "");
                    if (!id.isEmpty()) {
                        verdicts.put(id, verdict(method, returned.contains(id)));
                    }
                }
            }
        }
        return verdicts;
    }

    private static boolean isConfirm(WireFrame.Method method) {
        return method.name().equals("basic.ack") || method.name().equals("basic.nack");
    }

    private static Verdict verdict(WireFrame.Method method, boolean returned) {
        if (method.name().equals("basic.nack")) {
            return Verdict.NACKED;
        }
        return returned ? Verdict.RETURNED : Verdict.ACKED;
    }
}
