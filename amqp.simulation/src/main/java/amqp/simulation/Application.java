// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.CallbackFailure;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.Dispatch;
import amqp.client.RecoveryReport;
import amqp.client.ReplyCallback;
import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.testkit.simulated.History;
import amqp.testkit.simulated.SimulatedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One connection and what an application does with it: anything, at any time, until it is told to be calm. */
final class Application implements ConnectionListener {
    /** Later than any command may end after its limit: tasks wait for processors, and for one another. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final World world;
    private final SimulatedBroker broker;
    private final String name;
    private final Scenario scenario;
    private final Settings settings;
    private final Memory memory;
    private final Entities entities;
    private final Observation observation;
    private final List<ChannelUser> channels = new ArrayList<>();
    private final List<Publication> publications = new ArrayList<>();
    private final Set<String> dealtWith = new HashSet<>();
    private final Set<Long> stamps = new HashSet<>();
    private final Set<String> waiting = new HashSet<>();
    private final List<Method> leftOut = new ArrayList<>();
    private CompletableFuture<Connection> opening;
    private Connection connection;
    private CloseReason closeReason;
    private Duration ended;
    private boolean calm;
    private boolean closing;
    private int planned;
    private int reported;
    private int calls;
    private int channelNumbers;

    Application(World world, Network network, Scenario scenario, String name) {
        this.world = world;
        this.broker = network.broker();
        this.name = name;
        this.scenario = scenario;
        this.settings = Settings.any(world, scenario);
        this.entities = new Entities(this);
        this.observation = new Observation(world, name);
        SimulatedAdapter adapter = new SimulatedAdapter(world, network);
        this.memory = new Memory(this, adapter, settings);
        ConnectionOptions.Builder options = settings.options(name)
                .adapter(adapter)
                .executor(world)
                .completionExecutor(world)
                .onCallbackFailure(this::callbackFailed);
        if (world.oneIn(2)) { // both ways of a publish
            options.observer(observation);
        }
        settings.filter().onLeftOut(leftOut::add);
        world.trace("%s: %s", name, settings);
        world.soon("open", () -> open(options.build()));
    }

    private void open(ConnectionOptions options) {
        CompletionStage<Connection> stage = Connection.open(options);
        opening = stage.toCompletableFuture();
        call("open", stage, this::opened, () -> ended = world.age());
    }

    private void opened(Connection open) {
        connection = open;
        open.addListener(this);
        open.closed((reason, none) -> {
            world.trace("%s is closed: %s", name, reason.describe());
            closeReason = reason;
        });
        act();
    }

    private void callbackFailed(CallbackFailure failure) {
        if (failure.thrown() instanceof Planned) {
            reported++;
        } else {
            surprised(failure.callback(), failure.thrown());
        }
    }

    /** At the end of a callback: throws now and then. */
    void mayFail() {
        if (world.oneIn(100)) {
            planned++;
            new Planned().<RuntimeException>escape();
        }
    }

    /** How many exceptions of callbacks were not reported. */
    int unreported() {
        return planned - reported;
    }

    /** What the filter did not want back: queues have been renamed by then. */
    private void takeLeftOut() {
        for (Method method : leftOut) {
            if (method instanceof BasicMethod.Consume consume) {
                channels.forEach(user -> user.leftOut(consume));
            } else {
                entities.missing(method);
            }
        }
        leftOut.clear();
    }

    World world() {
        return world;
    }

    /** Only once it is open. */
    ConnectionState state() {
        return connection.state();
    }

    Settings settings() {
        return settings;
    }

    Entities entities() {
        return entities;
    }

    Memory memory() {
        return memory;
    }

    List<ChannelUser> channels() {
        return channels;
    }

    Observation observation() {
        return observation;
    }

    List<Publication> publications() {
        return publications;
    }

    Set<String> dealtWith() {
        return dealtWith;
    }

    /** Stamps of what its consumers got. */
    Set<Long> stamps() {
        return stamps;
    }

    /** Commands that have not ended. */
    Set<String> waiting() {
        return waiting;
    }

    boolean hasConsumer(int channel, String tag) {
        return channels.stream()
                .filter(user -> !user.isClosed() && user.channel().number() == channel)
                .flatMap(user -> user.consumptions().stream())
                .anyMatch(consumption ->
                        consumption.isPresent() && consumption.tag().equals(tag));
    }

    /** Whether the broker took one message on an earlier opening of its channel than another one, and after it. */
    boolean wasTakenLater(String one, String other) {
        List<History.Taken> taken = broker.history().taken();
        List<String> ids = taken.stream().map(History.Taken::id).toList();
        int at = ids.lastIndexOf(one);
        int otherAt = ids.indexOf(other);
        return at > otherAt
                && otherAt >= 0
                && taken.get(at).channel() < taken.get(otherAt).channel();
    }

    /** Whether it has a connection that works. */
    boolean isOpen() {
        return connection != null && connection.isOpen();
    }

    /** Whether it has a connection that is not closed for good. */
    boolean isAlive() {
        return connection != null && closeReason == null;
    }

    // ---- what it does ----

    private void act() {
        if (calm || closeReason != null) {
            return;
        }
        guarded("an action", this::actOnce);
        world.after(world.upTo(scenario.pace()), "action", this::act);
    }

    private void actOnce() {
        int dice = world.random().nextInt(100);
        if (channels.size() < 2 || dice < 4) {
            openChannel();
        } else if (dice < 24) {
            entities.act(channel());
        } else if (dice == 24 && world.oneIn(10)) {
            close();
        } else {
            channel().act();
        }
    }

    /** One of those that it believes to be open. */
    private ChannelUser channel() {
        return channels.get(world.random().nextInt(channels.size()));
    }

    private void openChannel() {
        String key = name + "." + ++channelNumbers;
        Dispatch dispatch = world.oneIn(3) ? Dispatch.IO_THREAD : Dispatch.EXECUTOR;
        int window = world.oneIn(2) ? 0 : 1 + world.random().nextInt(20);
        ChannelOptions how = ChannelOptions.builder()
                .dispatch(dispatch)
                .pipelined(world.oneIn(3))
                .publishWindow(window)
                .build();
        try {
            call(
                    "open channel " + key,
                    connection.openChannel(how),
                    open -> use(open, key, dispatch, window),
                    () -> {});
        } catch (IllegalStateException allNumbersAreInUse) {
            world.trace("%s: %s", name, allNumbersAreInUse.getMessage());
        }
    }

    private void use(Channel open, String key, Dispatch dispatch, int window) {
        channels.add(new ChannelUser(this, open, key, dispatch == Dispatch.IO_THREAD, window));
    }

    void closed(ChannelUser channel) {
        channels.remove(channel);
    }

    /** Nothing new from now on. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    void close() {
        calm = true;
        closing = true;
        if (connection == null) {
            opening.cancel(false);
        } else {
            ended = null;
            call("close", connection.close(), reason -> ended = world.age(), () -> {});
        }
    }

    // ---- commands ----

    /** Follows a command to its end. */
    <T> void call(String what, CompletionStage<? extends T> stage, Consumer<? super T> done, Runnable failed) {
        ReplyCallback<T> end = follow(what, done, failure -> failed.run());
        stage.whenComplete((result, failure) -> ended(end, result, failure));
    }

    private static <T> void ended(ReplyCallback<T> end, T result, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        end.completed(
                result, cause == null || cause instanceof AmqpException ? (AmqpException) cause : new NotOurs(cause));
    }

    /** Follows a command to its end that is given with a callback: a stage would hide a second end. */
    <T> void command(
            String what, Consumer<ReplyCallback<T>> command, Consumer<? super T> done, Consumer<AmqpException> failed) {
        command.accept(follow(what, done, failed));
    }

    /** What a stage failed with that is no failure of AMQP. */
    private static final class NotOurs extends AmqpException {
        private static final long serialVersionUID = 1L;

        NotOurs(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    private <T> ReplyCallback<T> follow(String what, Consumer<? super T> done, Consumer<AmqpException> failed) {
        String call = name + ": " + what + " #" + ++calls;
        Duration begun = world.age();
        world.trace("%s ...", call);
        waiting.add(call);
        return (result, failure) -> guarded(call, () -> {
            called(call);
            if (!waiting.remove(call)) {
                world.violated(Invariant.STAGES_COMPLETE, call + " completed twice");
            }
            inTime(call, begun);
            if (failure == null) {
                world.trace("%s done", call);
                done.accept(result);
            } else {
                world.trace("%s failed: %s", call, failure.getMessage());
                expected(call, failure);
                failed.accept(failure);
            }
        });
    }

    private void inTime(String call, Duration begun) {
        Duration took = world.age().minus(begun);
        boolean limited = !call.contains("open #");
        if (limited && took.compareTo(settings.longestCall().plus(PATIENCE)) > 0) {
            world.violated(Invariant.STAGES_COMPLETE, call + " took " + took.toSeconds() + " s");
        }
    }

    private void expected(String call, AmqpException failure) {
        if (failure instanceof NotOurs) {
            boolean cancelled = failure.getCause() instanceof CancellationException;
            boolean givenUp = cancelled && (connection == null || call.contains("wait for room"));
            if (!givenUp) {
                surprised(call, failure.getCause());
            }
        }
    }

    /** Runs something of the application: what it throws is no business of the client. */
    void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            surprised(what, e);
        }
    }

    private void surprised(String what, Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        String where = stack.length == 0 ? "" : " at " + stack[0];
        world.violated(Invariant.NO_SURPRISE, name + ": " + what + " threw " + thrown + where);
    }

    /** The client has called the application. */
    void called(String what) {
        if (ended != null && world.age().minus(ended).compareTo(PATIENCE) > 0) {
            world.violated(Invariant.SILENT_AFTER_END, name + ": " + what + " after the end");
        }
    }

    // ---- ConnectionListener ----

    @Override
    public void onState(ConnectionState state) {
        called("onState");
        if (state == ConnectionState.OPEN) {
            takeLeftOut();
            memory.recovered();
        }
        world.trace("%s: %s", name, state);
        mayFail();
    }

    @Override
    public void onLost(CloseReason reason) {
        called("onLost");
        world.trace("%s is lost: %s", name, reason.describe());
        blamed(reason);
    }

    @Override
    public void onQueueRenamed(String before, String now) {
        called("onQueueRenamed");
        world.trace("%s: queue %s is %s now", name, before, now);
        entities.renamed(before, now);
    }

    @Override
    public void onRecovered(RecoveryReport report) {
        called("onRecovered");
        world.trace("%s is recovered: %s", name, report);
        report.missing().forEach(this::missing);
    }

    private void missing(RecoveryReport.Item item) {
        if (item.channel() == 0) {
            entities.missing(item.method());
        } else {
            channels.stream()
                    .filter(user -> user.channel().number() == item.channel())
                    .forEach(user -> user.missing(item.method()));
        }
    }

    private void blamed(CloseReason reason) {
        if (reason instanceof CloseReason.PeerViolation) {
            world.violated(Invariant.BROKER_NOT_BLAMED, name + ": " + reason.describe());
        }
    }

    @Override
    public void onClosed(CloseReason reason) {
        called("onClosed");
        closeReason = reason;
        blamed(reason);
        if (!closing && !settings.mayEndFor(reason)) {
            world.violated(Invariant.GIVES_UP_RIGHTLY, name + " has ended: " + reason.describe());
        }
    }

    @Override
    public void onBlocked(String reason) {
        called("onBlocked");
    }

    @Override
    public void onUnblocked() {
        called("onUnblocked");
    }

    @Override
    public String toString() {
        return name;
    }
}
