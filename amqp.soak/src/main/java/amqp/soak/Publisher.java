// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.PublishBlockedException;
import amqp.codec.BasicProperties;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A thread that publishes marked messages in confirm mode, a window of them at a time, until told to stop. */
final class Publisher {
    private static final int WINDOW = 100;
    private static final int BODY = 200;

    private final Account account;
    private final Outages outages = new Outages();
    private final Channel channel;
    private final BasicMethod.Publish method;
    private final Worker worker;
    private final long pauseNanos;
    private final int line;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile int confirmed;
    private int number;

    Publisher(Connection connection, String queue, Account account, int perSecond) {
        this.account = account;
        this.line = account.openLine();
        this.method = BasicMethod.Publish.of("", queue);
        this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        connection.addListener(outages);
        channel = Waits.await(connection.openChannel());
        Waits.await(channel.confirmSelect());
        worker = new Worker("soak-publisher-" + line, this::publish);
    }

    private void publish() throws InterruptedException {
        if (!window.tryAcquire(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no verdict came for " + Waits.PATIENCE);
        }
        var mine = number;
        try {
            channel.publishConfirmed(
                    method,
                    BasicProperties.persistent(),
                    Account.mark(line, mine, BODY),
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
            confirmed++; // verdicts of a channel come one at a time
            outages.message();
        }
    }

    int confirmed() {
        return confirmed;
    }

    Outages outages() {
        return outages;
    }

    Worker worker() {
        return worker;
    }
}
