// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.client.LoadChannel;
import amqp.cli.perf.client.LoadClient;
import amqp.cli.perf.client.LoadConnection;
import amqp.cli.perf.client.LoadEvents;
import amqp.cli.perf.report.Report;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Stats;
import amqp.cli.terminal.Closing;
import amqp.cli.terminal.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Producers and consumers over their connections, from opening to closing. For one thread, but for {@link #stop} and what
 * it hears as {@link LoadEvents}.
 */
final class LoadRun implements LoadEvents, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LoadPlan plan;
    private final LoadClient client;
    private final LoadEvents outages;
    private final Stats stats;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final List<Producer> producers = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Wakes the thread that runs it. */
    private final Semaphore news = new Semaphore(0);

    private volatile boolean stopped;
    private volatile RuntimeException failure;

    /** @param outages told of them as well */
    LoadRun(LoadPlan plan, LoadClient client, Stats stats, LoadEvents outages) {
        this.plan = plan;
        this.client = client;
        this.stats = stats;
        this.outages = outages;
    }

    /** Opens all connections and channels, and declares what is needed. Consumers go first, so that nothing is unroutable. */
    void open() {
        ConsumerPlan consuming = plan.consuming();
        for (int i = 0; i < consuming.consumers(); i++) {
            LoadConnection connection = connect("consumer", i);
            for (int j = 0; j < consuming.channels(); j++) {
                LoadChannel channel = connection.openChannel();
                String queue = plan.topology().consuming(channel, consumers.size(), plan.id());
                consumers.add(new Consumer(channel, queue, consuming, plan.stamp(), stats, this, news::release));
            }
        }
        ProducerPlan producing = plan.producing();
        for (int i = 0; i < producing.producers(); i++) {
            LoadConnection connection = connect("producer", i);
            for (int j = 0; j < producing.channels(); j++) {
                LoadChannel channel = connection.openChannel();
                LoadChannel.Route route = plan.topology().producing(channel, producers.size(), plan.id(), producing);
                producers.add(new Producer(channel, route, producing, plan.stamp(), stats));
            }
        }
    }

    private LoadConnection connect(String role, int number) {
        LoadConnection connection = client.connect("amqp perf " + plan.id() + " " + role + " " + number, this);
        connections.add(connection);
        return connection;
    }

    /**
     * Lets them work, and reports, until the plan is done or something ends it.
     *
     * @throws RuntimeException what ended it before its time
     */
    void run(Report report) {
        long start = System.nanoTime();
        stats.begin(start);
        if (!stopped) {
            consumers.forEach(Consumer::start);
            producers.forEach(producer -> start(producer, start));
        }
        try {
            reportUntilOver(start, report);
        } finally {
            end();
            reportRest(report);
        }
    }

    /** What is much shorter than an interval would show strange rates. */
    private void reportRest(Report report) {
        Interval rest = stats.interval(System.nanoTime());
        boolean only = rest.seconds() == rest.end();
        if (only || rest.seconds() * 2e9 > plan.interval().toNanos()) {
            report.interval(rest);
        }
    }

    private void start(Producer producer, long startNanos) {
        Thread thread = new Thread(() -> publish(producer, startNanos), "amqp-perf-producer");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void publish(Producer producer, long startNanos) {
        try {
            producer.run(startNanos);
            news.release();
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(e instanceof RuntimeException known ? known : new CommandFailedException("not enough memory", e));
        }
    }

    private void reportUntilOver(long start, Report report) {
        long next = start + plan.interval().toNanos();
        long end = start + plan.time().toNanos();
        double quietSeconds = 0;
        while (!stopped && failure == null && !isOver(quietSeconds)) {
            long now = System.nanoTime();
            if (next - now <= 0) {
                Interval interval = stats.interval(now);
                report.interval(interval);
                boolean quiet = interval.counts().received() == 0 && interval.down() == 0;
                quietSeconds = quiet ? quietSeconds + interval.seconds() : 0;
                next += plan.interval().toNanos();
            } else if (end - now <= 0) {
                return;
            } else {
                await(Math.min(next - now, end - now));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Whether all that have a number of messages have had them. Where producers alone have, consumers get what is left.
     *
     * @param quietSeconds for how long nothing came; consumers with a rate may be between two messages
     */
    private boolean isOver(double quietSeconds) {
        boolean producing = plan.producing().isLimited();
        boolean consuming = plan.consuming().isLimited();
        return (producing || consuming)
                && (!producing || producers.stream().allMatch(Producer::isDone))
                && (!consuming || consumers.stream().allMatch(Consumer::isDone))
                && (consuming
                        || consumers.isEmpty()
                        || quietSeconds > 2 / plan.consuming().perSecond());
    }

    private void await(long nanos) {
        try {
            news.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new CommandFailedException("interrupted", e);
        }
    }

    /** Producers stop first. */
    private void end() {
        producers.forEach(Producer::stop);
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            join(thread, until - System.nanoTime());
        }
        consumers.forEach(Consumer::stop);
    }

    private static void join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        } catch (InterruptedException e) {
            throw new CommandFailedException("interrupted", e);
        }
    }

    /** Ends it soon; for any thread. */
    void stop() {
        stopped = true;
        news.release();
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void lost(String why) {
        stats.lost();
        outages.lost(why);
    }

    @Override
    public void recovered() {
        stats.recovered();
        outages.recovered();
    }

    @Override
    public void failed(RuntimeException why) {
        if (failure == null) {
            failure = why;
        }
        news.release();
    }

    @Override
    public void close() {
        Closing.all(connections, LoadConnection::close);
    }
}
