// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ConnectionOptions;
import amqp.client.DeliveryBuffer;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.proxy.FrameTap;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the broker and the client agree on, and that both keep to it, octet by octet. */
class LimitsIT {
    private static final int FRAME_MAX = 8192;
    private static final int FRAME_OVERHEAD = 8;

    @OnEveryBroker
    void brokersSmallerFrameMaxCounts(Setup setup) {
        int brokers;
        try (var session = Session.on(setup)) {
            brokers = session.connection().tuning().frameMax();
        }
        try (var session = Session.with(setup.options().frameMax(1 << 30).build())) {
            assertTrue(session.connection().tuning().frameMax() < 1 << 30, "the broker has a bound");
            assertTrue(session.connection().tuning().frameMax() >= brokers);
        }
    }

    @OnEveryBroker
    void bodyOfTwiceFrameMaxIsSplitAndRejoined(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(options(setup, proxy))) {
            byte[] body = new byte[2 * FRAME_MAX];
            new Random(5).nextBytes(body);
            String queue = session.queue();
            session.channel().publish("", queue, Message.of(body));
            assertArrayEquals(body, next(session.consume(queue)).body());
            FrameTap tap = proxy.taps().get(0);
            assertEquals(List.of(FRAME_MAX - FRAME_OVERHEAD, FRAME_MAX - FRAME_OVERHEAD, 16), bodies(tap));
            assertEquals(List.of(), tap.violations());
        }
    }

    private static List<Integer> bodies(FrameTap tap) {
        return tap.frames(Direction.TO_SERVER).stream()
                .filter(WireFrame.Body.class::isInstance)
                .map(body -> ((WireFrame.Body) body).octets().length)
                .toList();
    }

    @OnEveryBroker
    void inboundFrameOfExactlyFrameMaxIsAccepted(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(options(setup, proxy))) {
            byte[] body = new byte[FRAME_MAX - FRAME_OVERHEAD];
            new Random(6).nextBytes(body);
            DeliveryBuffer messages = injected(proxy, session, body);
            assertArrayEquals(body, next(messages).body());
            assertTrue(session.connection().isOpen());
        }
    }

    @OnEveryBroker
    void inboundFrameOfOneOctetMoreEndsTheConnection501(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(options(setup, proxy).toBuilder()
                        .recovery(RecoveryOptions.NONE)
                        .build())) {
            injected(proxy, session, new byte[FRAME_MAX - FRAME_OVERHEAD + 1]);
            var reason = assertInstanceOf(
                    CloseReason.PeerViolation.class,
                    Stages.await(session.connection().closed()));
            assertEquals(ReplyCode.FRAME_ERROR, reason.code());
            assertTrue(reason.detail().contains(Integer.toString(FRAME_MAX)), reason.detail());
        }
    }

    /** A message for a consumer, its body in a single frame. */
    private static DeliveryBuffer injected(FaultProxy proxy, Session session, byte[] body) {
        var messages = new DeliveryBuffer(session.channel());
        var consume = BasicMethod.Consume.of(session.queue()).noAck(true);
        String tag = Stages.await(session.channel().basicConsume(consume, messages));
        int channel = session.channel().number();
        proxy.inject(
                Direction.TO_CLIENT,
                BrokerFrames.concat(
                        BrokerFrames.method(channel, "basic.deliver", tag, 1, false, "", "key"),
                        BrokerFrames.content(channel, Map.of(), body, 0)));
        return messages;
    }

    @OnEveryBroker
    void namesOf255OctetsWork(Setup setup) {
        try (var session = Session.on(setup)) {
            String prefix = Names.fresh("q");
            String name = prefix + "n".repeat(255 - prefix.length());
            session.sharedQueue(QueueMethod.Declare.durable(name));
            String exchange = session.exchange("direct");
            session.bind(name, exchange, "k".repeat(255));
            session.publish(exchange, "k".repeat(255), "a");
            var delivery = session.get(name);
            assertEquals("a", text(delivery));
            assertEquals("k".repeat(255), delivery.routingKey());
        }
    }

    @OnEveryBroker
    void emptyBodyIsAMessage(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var messages = session.consume(queue);
            session.publish("", queue, "", "after");
            assertEquals(0, next(messages).body().length);
            assertEquals("after", text(next(messages)));
        }
    }

    private static ConnectionOptions options(Setup setup, FaultProxy proxy) {
        return setup.optionsVia(proxy.port()).frameMax(FRAME_MAX).build();
    }
}
