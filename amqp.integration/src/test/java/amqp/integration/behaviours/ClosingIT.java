// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.PublishBlockedException;
import amqp.client.UnconfirmedException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Closing when the other side does not take part: it ends all the same, and everything that waits ends with it. */
class ClosingIT {
    private static final byte[] BODY = new byte[64 * 1024];

    private static ConnectionOptions impatient(Setup setup, FaultProxy proxy) {
        return setup.optionsVia(proxy.port())
                .closeTimeout(Duration.ofMillis(300))
                .publishTimeout(Duration.ofMillis(200))
                .build();
    }

    @OnEveryBroker
    void closeWhileTheTcpWindowIsFullEnds(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            Connection connection = Stages.await(Connection.open(impatient(setup, proxy)));
            List<CompletionStage<Verdict>> verdicts = fillTheWindow(connection, proxy);
            assertNotNull(Stages.await(connection.close()));
            assertFalse(connection.isOpen());
            verdicts.forEach(verdict -> Stages.failure(UnconfirmedException.class, verdict));
        }
    }

    @OnEveryBroker
    void channelCloseWhileTheTcpWindowIsFullEnds(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            Connection connection = Stages.await(Connection.open(impatient(setup, proxy)));
            Channel channel = Stages.await(connection.openChannel());
            fillTheWindow(connection, proxy);
            assertNotNull(Stages.await(channel.close()));
            assertFalse(channel.isOpen());
            Stages.await(connection.close());
        }
    }

    /** Nothing reaches the broker from now on; publishes until no more is taken. */
    private static List<CompletionStage<Verdict>> fillTheWindow(Connection connection, FaultProxy proxy) {
        BlockingChannel channel = BlockingConnection.of(connection).openChannel();
        channel.confirmSelect();
        proxy.blackHole(Direction.TO_SERVER, true);
        List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
        try {
            while (true) {
                verdicts.add(channel.publishConfirmed("", "anywhere", Message.of(BODY)));
            }
        } catch (PublishBlockedException e) {
            return verdicts;
        }
    }

    @OnEveryBroker
    void closeIsBoundedWhenTheBrokerIsSilent(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            Connection connection = Stages.await(Connection.open(impatient(setup, proxy)));
            Channel channel = Stages.await(connection.openChannel());
            proxy.blackHole(Direction.TO_CLIENT, true);
            var waiting = channel.queueDeclare();
            assertNotNull(Stages.await(connection.close()));
            Stages.failure(ClosedException.class, waiting);
        }
    }

    @OnEveryBroker
    void closeIsTheLastThatTheBrokerHears(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            Connection connection =
                    Stages.await(Connection.open(setup.optionsVia(proxy.port()).build()));
            Stages.await(Stages.await(connection.openChannel()).queueDeclare());
            Stages.await(connection.close(320, "going home"));
            WireFrame.Method last = lastSent(proxy);
            assertEquals("connection.close", last.name());
            assertEquals(320, last.number("reply-code"));
            assertEquals("going home", last.text("reply-text"));
        }
    }

    @OnRabbitMq("it allows a prefetch size")
    void brokersCloseIsAnswered(Setup setup) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsToEndVia(proxy.port()).build())) {
            session.channel().basicQos(BasicMethod.Qos.of(1).prefetchSize(1));
            Stages.await(session.connection().closed());
            Await.until(
                    Stages.PATIENCE,
                    () -> lastSent(proxy).name().equals("connection.close-ok"),
                    () -> "the last that was sent is " + lastSent(proxy));
        }
    }

    private static WireFrame.Method lastSent(FaultProxy proxy) {
        List<WireFrame> sent = proxy.taps().get(0).frames(Direction.TO_SERVER);
        return (WireFrame.Method) sent.get(sent.size() - 1);
    }
}
