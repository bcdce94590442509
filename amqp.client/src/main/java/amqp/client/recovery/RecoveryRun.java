// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.client.driver.ConnectionDriver;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Brings back what the application had when the connection was lost: first exchanges, queues and bindings, on a channel
 * of its own; then each channel with its modes and consumers, all channels side by side. In the strand.
 */
public final class RecoveryRun {
    private final ConnectionDriver driver;
    private final TopologyLedger ledger;
    private final ReplayOptions options;
    private final FatalCommands fatal;
    private final BiConsumer<String, String> renamed;
    private final Consumer<List<ReplayedCommand>> done;
    private final List<ReplayedCommand> commands = new ArrayList<>();
    private final Deque<ChannelReplay> channels = new ArrayDeque<>();
    private int channelsLeft;

    /** A channel of the application, with the commands that bring it back. */
    public record Restored(ReplayableChannel channel, List<ReplayedCommand> commands) {}

    /**
     * Creates a run that has not begun.
     *
     * @param renamed told when the broker has given a queue another name: the one before, and the one now
     * @param done takes all commands that were given again, when all is over; not called when the connection is lost first
     */
    public RecoveryRun(
            ConnectionDriver driver,
            TopologyLedger ledger,
            ReplayOptions options,
            FatalCommands fatal,
            BiConsumer<String, String> renamed,
            Consumer<List<ReplayedCommand>> done) {
        this.driver = driver;
        this.ledger = ledger;
        this.options = options;
        this.fatal = fatal;
        this.renamed = renamed;
        this.done = done;
    }

    /**
     * Brings back the topology, then the channels.
     *
     * @param closeTimeout of the channel that is used for the topology
     * @param channels runs when the topology is there; {@link #restore} is to follow
     */
    public void start(Duration closeTimeout, Runnable channels) {
        assert driver.strand().isHere();
        if (ledger.replay().isEmpty()) {
            channels.run();
            return;
        }
        TopologyChannel own = new TopologyChannel(driver, closeTimeout, channels);
        // Bindings need the names that the broker gives to queues.
        new ChannelReplay(
                        own,
                        driver,
                        options,
                        fatal,
                        List.of(() -> topology(RecoveryRun::isDeclare), () -> topology(method -> !isDeclare(method))),
                        false,
                        () -> {})
                .start();
    }

    private static boolean isDeclare(Method method) {
        return method instanceof QueueMethod.Declare || method instanceof ExchangeMethod.Declare;
    }

    private List<ReplayedCommand> topology(Predicate<Method> stage) {
        List<ReplayedCommand> replay = new ArrayList<>();
        for (Entity entity : ledger.replay()) {
            if (stage.and(options.wanted()).test(entity.method())) {
                replay.add(ReplayedCommand.of(0, entity.method(), reply -> declared(entity, reply)));
            }
        }
        commands.addAll(replay);
        return replay;
    }

    private void declared(Entity entity, Method reply) {
        if (entity.serverNamed() && reply instanceof QueueMethod.DeclareOk ok) {
            ledger.renamed(entity.name(), ok.queue());
            renamed.accept(entity.name(), ok.queue());
        }
    }

    /** Brings channels back: all, or one that the broker has closed. */
    public void restore(List<Restored> channels) {
        assert driver.strand().isHere();
        channelsLeft = channels.size();
        if (channels.isEmpty()) {
            done.accept(commands);
        }
        for (Restored restored : channels) {
            commands.addAll(restored.commands());
            this.channels.add(new ChannelReplay(
                    restored.channel(), driver, options, fatal, List.of(restored::commands), true, this::channelDone));
        }
        startNext();
    }

    /** Side by side, unless one of them may end the connection. */
    private void startNext() {
        boolean oneByOne = fatal.isSuspicious();
        for (ChannelReplay next = channels.poll(); next != null; next = oneByOne ? null : channels.poll()) {
            next.start();
        }
    }

    private void channelDone() {
        channelsLeft--;
        if (channelsLeft == 0) {
            done.accept(commands);
        } else {
            startNext();
        }
    }
}
