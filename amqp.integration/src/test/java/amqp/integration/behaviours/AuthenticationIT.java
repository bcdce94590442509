// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Address;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Who may come in, how often a refusal is asked for, and who a message is from. */
class AuthenticationIT {

    @OnEveryBroker
    void plainLogsIn(Setup setup) {
        assertMechanism(setup, "PLAIN");
    }

    @OnRabbitMq("it does not offer it")
    void amqplainLogsIn(Setup setup) {
        assertMechanism(setup, "AMQPLAIN");
    }

    private static void assertMechanism(Setup setup, String mechanism) {
        try (var proxy = Proxies.to(setup);
                var session = Session.with(setup.optionsVia(proxy.port())
                        .mechanisms(List.of(mechanism))
                        .build())) {
            assertFalse(session.queue().isEmpty());
            var startOk = proxy.taps().get(0).frames(Direction.TO_SERVER).stream()
                    .filter(frame -> frame instanceof WireFrame.Method method
                            && method.name().equals("connection.start-ok"))
                    .map(WireFrame.Method.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertEquals(mechanism, startOk.text("mechanism"));
        }
    }

    @OnEveryBroker
    void wrongPasswordIsTriedOnceAlthoughThereAreMoreAddresses(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            var failure = refusedOn(proxy, setup.options().credentials("guest", "wrong"));
            assertTrue(failure.isRefused(), failure.getMessage());
            assertEquals(1, proxy.acceptedConnections());
        }
    }

    @OnEveryBroker
    void emptyPasswordIsRefused(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            var failure = refusedOn(proxy, setup.options().credentials("guest", ""));
            assertTrue(failure.isRefused(), failure.getMessage());
        }
    }

    @OnEveryBroker
    void missingVirtualHostIsTriedOnceAlthoughThereAreMoreAddresses(Setup setup) {
        try (var proxy = Proxies.to(setup)) {
            var failure = refusedOn(proxy, setup.options().virtualHost("no-such-host"));
            assertTrue(failure.isRefused(), failure.getMessage());
            assertEquals(1, proxy.acceptedConnections());
        }
    }

    private static ConnectionFailedException refusedOn(FaultProxy proxy, ConnectionOptions.Builder options) {
        var address = new Address("127.0.0.1", proxy.port());
        var twice = options.addresses(List.of(address, address)).build();
        return Stages.failure(ConnectionFailedException.class, Connection.open(twice));
    }

    @OnRabbitMq("it closes nothing")
    void userIdOfAnotherIs406(Setup setup) {
        refused(setup, 406, channel -> from(channel, "somebody-else"));
    }

    @OnEveryBroker
    void userIdOfOneselfPasses(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var properties =
                    BasicProperties.builder().userId(setup.broker().user()).build();
            session.publish("", queue, properties, "a");
            assertEquals(setup.broker().user(), session.get(queue).properties().userId());
        }
    }

    private static CompletionStage<QueueMethod.DeclareOk> from(Channel channel, String user) {
        channel.publish(
                "",
                "anywhere",
                Message.of(BasicProperties.builder().userId(user).build(), new byte[0]));
        return channel.queueDeclare();
    }
}
