// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.adapter.tck.TestCertificates;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.RecoveryOptions;
import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.soak.findings.Findings;
import amqp.testkit.Await;
import amqp.testkit.hostile.HostileBroker;
import amqp.testkit.hostile.HostileSession;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection to a broker that behaves, on the adapter that the attacked one has too. It sends a message to itself, over
 * the broker, again and again, and counts how many turns of the other connection pass between the moment at which the
 * broker has sent it and the one at which it is there.
 */
final class Healthy implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(3);
    private static final int MORE_ECHOES = 2;

    private final CountingAdapter adapter;
    private final HostileBroker broker;
    private final Connection connection;
    private final Channel channel;
    private final AtomicLong echoes = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();

    Healthy(CountingAdapter adapter, TestCertificates certificates) {
        this.adapter = adapter;
        broker = HostileBroker.start(certificates, adapter::turns);
        connection = Victim.get(Connection.open(ConnectionOptions.builder()
                .address("127.0.0.1", broker.port())
                .adapter(adapter)
                .dispatch(Dispatch.IO_THREAD)
                .callTimeout(Victim.NEVER)
                .recovery(RecoveryOptions.NONE)
                .build()));
        channel = Victim.get(connection.openChannel());
        Victim.get(channel.basicConsume(
                BasicMethod.Consume.of("q").consumerTag(HostileSession.TAG).noAck(true), delivery -> echoed()));
        send();
    }

    private void send() {
        broker.forgetEcho();
        try {
            channel.publish("", "q", Message.of(new byte[] {1}));
        } catch (AmqpException e) {
            // It is being closed.
        }
    }

    private void echoed() {
        var sent = broker.echoTurn();
        if (sent != HostileBroker.NOT_YET) latest.accumulateAndGet(adapter.turns() - sent, Math::max);
        echoes.incrementAndGet();
        try {
            connection.schedule(PAUSE, this::send);
        } catch (AmqpException e) {
            // It is being closed.
        }
    }

    long echoes() {
        return echoes.get();
    }

    /** The most turns that an echo was late by since this was last asked. */
    long takeLatest() {
        return latest.getAndSet(0);
    }

    /** Some echoes more have come. */
    void awaitMore(Findings findings) {
        var wanted = echoes.get() + MORE_ECHOES;
        try {
            Await.until(Victim.DEADLINE, () -> echoes.get() >= wanted, () -> "echoes of the healthy connection");
        } catch (AssertionError e) {
            findings.add("The healthy connection has stopped: " + connection.state());
        }
        if (!connection.isOpen()) findings.add("The healthy connection was lost");
    }

    @Override
    public void close() {
        Victim.get(connection.close());
        broker.close();
    }
}
