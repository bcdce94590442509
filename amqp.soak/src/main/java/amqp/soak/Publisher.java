// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.PublishBlockedException;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread that publishes marked messages in confirm mode, a window of them at a time, until told to stop.
 *
 * <p>When the broker refuses a whole window it goes on with another channel: RabbitMQ 3.10 refuses whatever comes on a
 * channel whose first publish to a quorum queue fell into the election of a leader, until the former leader is back.
 */
final class Publisher {
    private static final int WINDOW = 100;
    private static final int BODY = 200;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Account account;
    private final Outages outages = new Outages();
    private final Connection connection;
    private Channel channel;
    private final BasicMethod.Publish method;
    private final Worker worker;
    private final long pauseNanos;
    private final int line;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicInteger refusedInARow = new AtomicInteger();
    private int number;

    Publisher(Connection connection, String queue, Account account, int perSecond) {
        this.connection = connection;
        this.account = account;
        this.line = account.openLine();
        this.method = BasicMethod.Publish.of("", queue);
        this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        connection.addListener(outages);
        channel = openChannel();
        worker = new Worker("soak-publisher-" + line, this::publish);
    }

    private Channel openChannel() {
        var opened = Waits.await(connection.openChannel());
        Waits.await(opened.confirmSelect());
        return opened;
    }

    private void replaceChannel() {
        try {
            var refusing = channel;
            channel = openChannel();
            refusedInARow.set(0);
            Waits.await(refusing.allConfirmed(LIMIT)); // closing would leave their verdicts unknown
            Waits.await(refusing.close());
        } catch (ClosedException | CallTimeoutException e) {
            // The connection was lost meanwhile, and comes back with both channels.
        }
    }

    private void publish() throws InterruptedException {
        if (!window.tryAcquire(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no verdict came for " + Waits.PATIENCE);
        }
        if (refusedInARow.get() >= WINDOW) replaceChannel();
        var mine = number;
        try {
            channel.publishConfirmed(
                    method,
                    Message.of(BasicProperties.persistent(), Account.mark(line, mine, BODY)),
                    verdict -> settled(mine, verdict));
            number++;
            account.sent();
        } catch (PublishBlockedException e) {
            window.release(); // not sent: the same number once more
        }
        Waits.pause(pauseNanos);
    }

    private void settled(int mine, Verdict verdict) {
        account.settled(line, mine, verdict);
        window.release();
        if (verdict == Verdict.ACKED) {
            confirmed.incrementAndGet();
            refusedInARow.set(0);
            outages.message();
        } else {
            refusedInARow.incrementAndGet();
        }
    }

    int confirmed() {
        return confirmed.get();
    }

    Outages outages() {
        return outages;
    }

    Worker worker() {
        return worker;
    }
}
