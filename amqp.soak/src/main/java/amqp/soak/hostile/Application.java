// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.client.ConnectionListener;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.RecoveryReport;
import amqp.client.Returned;
import amqp.codec.AmqpException;
import amqp.codec.BasicProperties;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Event;
import amqp.soak.findings.Findings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The callbacks of a victim. They look at all that they are given, and may be held up. What reaches them has to be of the
 * library's own kind.
 */
final class Application implements DeliveryHandler, ConnectionListener {
    private final Findings findings;
    private final boolean acknowledging;
    private final CountDownLatch released;
    private final AtomicInteger recovered = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();

    /** @param slow whether callbacks wait for {@link #release} */
    Application(boolean slow, Findings findings) {
        this.findings = findings;
        acknowledging = !slow;
        released = new CountDownLatch(slow ? 1 : 0);
    }

    /** Lets callbacks go on. */
    void release() {
        released.countDown();
    }

    private void waitForRelease() {
        try {
            if (!released.await(Victim.NEVER.toSeconds(), TimeUnit.SECONDS)) findings.add("nobody released callbacks");
        } catch (InterruptedException e) {
            findings.add("a callback was interrupted");
        }
    }

    /** How often the connection has come back. */
    int recovered() {
        return recovered.get();
    }

    /** How often the consumer was told that it has ended. */
    int ends() {
        return ends.get();
    }

    @Override
    public void onDelivery(Delivery delivery) {
        waitForRelease();
        look("a delivery", () -> {
            look(delivery.properties());
            String.valueOf(delivery);
            String.valueOf(delivery.message());
            if (acknowledging) delivery.ack();
        });
    }

    void onReturn(Returned returned) {
        waitForRelease();
        look("a returned message", () -> {
            look(returned.properties());
            String.valueOf(returned);
            String.valueOf(returned.message());
        });
    }

    private static void look(BasicProperties properties) {
        String.valueOf(properties);
        properties.contentType();
        properties.correlationId();
        properties.messageId();
        properties.timestamp();
        properties.priority();
        properties.deliveryMode();
        var headers = properties.headers();
        if (headers != null) headers.entries().forEach((key, value) -> String.valueOf(value));
    }

    private void look(String what, Runnable look) {
        try {
            look.run();
        } catch (AmqpException e) {
            Told.check(what, e, findings);
        } catch (RuntimeException | Error e) {
            findings.add(what + " gave a foreign exception", e);
        }
    }

    @Override
    public void onCancel(String consumerTag) {
        ends.incrementAndGet();
    }

    @Override
    public void onCancelOk(String consumerTag) {
        ends.incrementAndGet();
    }

    @Override
    public void onClosed(ClosedException reason) {
        ends.incrementAndGet();
        Told.check("the end of a consumer", reason, findings);
    }

    @Override
    public void onClosed(CloseReason reason) {
        Told.check("the end of the connection", reason.describe(), findings);
    }

    @Override
    public void onLost(CloseReason reason) {
        Told.check("a loss", reason.describe(), findings);
    }

    @Override
    public void onRecovered(RecoveryReport report) {
        recovered.incrementAndGet();
        Told.check("a report", report.toString(), findings);
    }

    @Override
    public void onBlocked(String reason) {
        waitForRelease();
    }

    @Override
    public void onUnblocked() {
        waitForRelease();
    }

    @Override
    public void onOversized(String exchange, String routingKey, long size) {
        waitForRelease();
    }

    @Override
    public void onBackpressure(Event.Backpressure event) {}
}
