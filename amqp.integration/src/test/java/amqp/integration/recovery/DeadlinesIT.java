// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.blocking.BlockingChannel;
import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.PublishBlockedException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.integration.support.AtOnce;
import amqp.integration.support.Brokers;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A connection that is stuck, with heartbeats off, so that nothing but the deadline of each wait can end it: no call
 * hangs. All adapters are stuck at the same time.
 */
@NeedsPrivateRabbitMq
class DeadlinesIT {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** One adapter with what it needs, opened before the connection is stuck. */
    private static final class Case {
        final FaultProxy proxy;
        final Session session;
        final Channel calling;
        final Channel fetching;
        final Channel confirming;
        final BlockingChannel publishing;
        final BlockingChannel blocking;

        Case(Setup setup) {
            proxy = Proxies.to(setup).keepFrames(false);
            session = Session.with(setup.optionsVia(proxy.port())
                    .heartbeat(Duration.ZERO)
                    .callTimeout(LIMIT)
                    .publishTimeout(LIMIT)
                    .closeTimeout(LIMIT)
                    .build());
            calling = session.channel();
            fetching = session.openChannel();
            confirming = session.openChannel();
            Stages.await(confirming.confirmSelect());
            publishing = session.openBlockingChannel();
            blocking = session.openBlockingChannel();
            blocking.confirmSelect();
        }

        void assertEverythingEnds(Stuck how) {
            List<CompletionStage<?>> calls = List.of(
                    calling.queueDeclare(),
                    calling.queueDelete("waits-for-its-turn"),
                    fetching.basicGet("none"),
                    session.connection().openChannel());
            calls.forEach(call -> Stages.failure(CallTimeoutException.class, call));
            if (how == Stuck.FULL_WINDOW) {
                assertFullWindow();
            } else {
                assertNoVerdict(how);
            }
            assertNotNull(Stages.await(calling.close()));
            assertNotNull(Stages.await(session.connection().close()));
            assertFalse(session.connection().isOpen());
        }

        private void assertFullWindow() {
            var method = BasicMethod.Publish.of("", "nowhere");
            assertFalse(publishing.tryPublish(method, Message.of(new byte[1])));
            assertThrows(PublishBlockedException.class, () -> publishing.publish(method, Message.of(new byte[1])));
            assertThrows(PublishBlockedException.class, () -> blocking.publish("", "nowhere", Message.of(new byte[1])));
            assertThrows(PublishBlockedException.class, () -> publishUntilRefused(publishing.channel()));
        }

        /** Never waits, and so is refused only when the bound is reached too. */
        private static void publishUntilRefused(Channel channel) {
            while (true) {
                channel.publish("", "nowhere", Message.of(new byte[64 * 1024]));
            }
        }

        private void assertNoVerdict(Stuck how) {
            if (how != Stuck.ALARM) { // there publishing waits, which is for BlockedIT
                confirming.publish("", "nowhere", Message.of(new byte[1]));
                Stages.failure(CallTimeoutException.class, confirming.allConfirmed(LIMIT));
                assertThrows(
                        CallTimeoutException.class, () -> blocking.publish("", "nowhere", Message.of(new byte[1])));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingHangsWhenHalfOpen() {
        return stuck(Stuck.HALF_OPEN);
    }

    @TestFactory
    Stream<DynamicTest> nothingHangsWhenTheWindowIsFull() {
        return stuck(Stuck.FULL_WINDOW);
    }

    @TestFactory
    Stream<DynamicTest> nothingHangsWhenTheBrokerIsFrozen() {
        return during(RabbitMqNode::freeze, RabbitMqNode::thaw, Stuck.FROZEN);
    }

    @TestFactory
    Stream<DynamicTest> nothingHangsDuringAnAlarm() {
        return during(RabbitMqNode::blockByMemoryAlarm, RabbitMqNode::unblock, Stuck.ALARM);
    }

    private static Stream<DynamicTest> stuck(Stuck how) {
        return during(node -> {}, node -> {}, how);
    }

    /** The broker is itself again before the tests tell. */
    private static Stream<DynamicTest> during(Consumer<RabbitMqNode> begin, Consumer<RabbitMqNode> end, Stuck how) {
        Map<Setup, Case> cases = new LinkedHashMap<>();
        AtOnce.setups().forEach(setup -> cases.put(setup, new Case(setup)));
        begin.accept(Brokers.node());
        try {
            return AtOnce.play(how.toString(), setup -> {
                Case each = cases.get(setup);
                how.begin(each.publishing, each.proxy);
                each.assertEverythingEnds(how);
            });
        } finally {
            end.accept(Brokers.node());
            cases.values().forEach(each -> each.proxy.close());
        }
    }
}
