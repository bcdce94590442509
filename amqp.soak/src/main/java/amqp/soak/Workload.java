// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Publishers, consumers and callers on one queue, over connections that come back. They work until {@link #finish}, and
 * the {@link Account} says what became of each message. One thread at a time.
 */
public final class Workload implements AutoCloseable {
    private static final int PROGRESS = 20;
    private static final int PROGRESS_OF_CALLS = 3;

    private final QueueMethod.Declare queue;
    private final int perSecond;
    private final Account account = new Account();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Intake> intakes = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();

    /**
     * One without anybody who works.
     *
     * @param queue not exclusive; each connection declares it
     * @param perSecond messages of each publisher, at most
     */
    public Workload(QueueMethod.Declare queue, int perSecond) {
        this.queue = queue;
        this.perSecond = perSecond;
    }

    /** One connection, which should recover, for a publisher, a consumer and a caller. */
    public Workload allOnOne(ConnectionOptions options) {
        var connection = open(options);
        intakes.add(new Intake(connection, queue.queue(), account));
        publishers.add(new Publisher(connection, queue.queue(), account, perSecond));
        callers.add(new Caller(connection, queue.queue()));
        return this;
    }

    /** A publisher on a connection of its own. */
    public Workload publisher(ConnectionOptions options) {
        publishers.add(new Publisher(open(options), queue.queue(), account, perSecond));
        return this;
    }

    /** A consumer on a connection of its own. */
    public Workload consumer(ConnectionOptions options) {
        intakes.add(new Intake(open(options), queue.queue(), account));
        return this;
    }

    private Connection open(ConnectionOptions options) {
        var connection = Waits.await(Connection.open(options));
        connections.add(connection);
        var channel = Waits.await(connection.openChannel());
        Waits.await(channel.queueDeclare(queue));
        Waits.await(channel.close());
        return connection;
    }

    public Account account() {
        return account;
    }

    /** In the order in which they were opened. */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** How often a connection was lost. */
    public int losses() {
        return outages().mapToInt(Outages::losses).sum();
    }

    /** From the client's noticing of each loss to the first confirm or delivery after it. */
    public List<Duration> outagesOfMessages() {
        return outages().map(Outages::durations).flatMap(Collection::stream).toList();
    }

    /** What recoveries did not bring back. */
    public List<String> problems() {
        return outages().map(Outages::problems).flatMap(Collection::stream).toList();
    }

    private Stream<Outages> outages() {
        return Stream.concat(
                publishers.stream().map(Publisher::outages), intakes.stream().map(Intake::outages));
    }

    /** Returns when every publisher, consumer and caller has gone on. */
    public void awaitProgress() {
        var before = progress();
        Await.until(Waits.PATIENCE, () -> hasGoneOn(before), () -> "progress from " + before + ": " + this);
    }

    private boolean hasGoneOn(Progress before) {
        publishers.forEach(each -> each.worker().check());
        callers.forEach(each -> each.worker().check());
        var now = progress();
        return beyond(before.confirmed, now.confirmed, PROGRESS)
                && beyond(before.received, now.received, PROGRESS)
                && beyond(before.replies, now.replies, PROGRESS_OF_CALLS);
    }

    private record Progress(List<Integer> confirmed, List<Integer> received, List<Integer> replies) {}

    private Progress progress() {
        return new Progress(
                publishers.stream().map(Publisher::confirmed).toList(),
                intakes.stream().map(Intake::received).toList(),
                callers.stream().map(Caller::replies).toList());
    }

    private static boolean beyond(List<Integer> before, List<Integer> now, int more) {
        for (var i = 0; i < before.size(); i++) {
            if (now.get(i) - before.get(i) < more) return false;
        }
        return true;
    }

    /**
     * Stops publishing, and waits until every publish has its verdict and every confirmed message has come.
     *
     * @throws AssertionError when one does not
     */
    public void finish() {
        publishers.forEach(each -> each.worker().stop());
        callers.forEach(each -> each.worker().stop());
        Await.until(Waits.PATIENCE, () -> account.unsettled() == 0, () -> "every publish has a verdict: " + this);
        Await.until(Waits.PATIENCE, () -> account.missing() == 0, () -> "every confirmed message has come: " + this);
    }

    /** Deletes the queue and closes the connections. */
    @Override
    public void close() {
        var last = Waits.await(connections.get(0).openChannel());
        Waits.await(last.queueDelete(queue.queue()));
        connections.forEach(Connection::close);
        connections.forEach(connection -> Waits.await(connection.closed()));
    }

    @Override
    public String toString() {
        return account + "; " + losses() + " losses; " + progress() + "; connections "
                + connections.stream().map(Connection::state).toList() + "; not restored " + problems();
    }
}
