// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.testkit.scripted.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * An application that does things at random, and keeps account: each command that it gave with an attachment is to end
 * exactly once, and each part of an end is to be told exactly once, whatever the peer does.
 */
final class Session {
    private final ScriptedConnection world;
    private final Random random;
    private final List<ChannelEngine> channels = new ArrayList<>();
    private final Map<Object, Integer> outcomes = new HashMap<>();
    private final Map<ChannelEngine, Integer> closed = new HashMap<>();
    private final Set<Object> commands = new HashSet<>();
    private int given;
    private CloseReason reason;
    private int connectionClosed;
    private int transportFinished;

    Session(ScriptedConnection world, Random random) {
        this.world = world;
        this.random = random;
        world.broker
                .answer("basic.get", get -> world.broker.getOk(get, "", "q", Map.of("priority", 1), new byte[20]))
                .verdicts(publish -> Verdict.values()[random.nextInt(3)]);
    }

    /** Connects and does so many things. */
    Session live(int steps) {
        world.connect();
        count();
        for (int i = 0; i < steps; i++) {
            int before = given;
            try {
                step();
            } catch (ClosedException e) {
                given = before; // the peer was faster: a command that is refused has no end of its own
            }
            count();
        }
        return this;
    }

    /** Lets all timeouts pass, cuts the transport and looks at the account; gives the reason of the end. */
    CloseReason settle() {
        world.run().live(Duration.ofMinutes(2)).cut();
        count();
        assertEquals(1, connectionClosed);
        assertEquals(1, transportFinished);
        assertEquals(given, outcomes.size());
        assertTrue(outcomes.values().stream().allMatch(times -> times == 1), outcomes::toString);
        assertEquals(channels.size(), closed.size());
        assertTrue(closed.values().stream().allMatch(times -> times == 1));
        return reason;
    }

    private void step() {
        switch (random.nextInt(11)) {
            case 0 -> open();
            case 6 -> peer();
            case 1 -> world.run();
            case 2 -> world.toBroker();
            case 3 -> world.live(Duration.ofMillis(random.nextInt(3000)));
            case 4 -> deliver();
            case 5 -> renew();
            default -> {
                if (!channels.isEmpty()) {
                    use(channels.get(random.nextInt(channels.size())));
                }
            }
        }
    }

    private void open() {
        channels.add(world.engine.openChannel("owner", newAttachment(), ScriptedConnection.LIMIT, world.now()));
        commands.add(given);
        world.run();
    }

    private void renew() {
        world.engine.call(
                ConnectionMethod.UpdateSecret.of(new byte[3], "renewal"),
                newAttachment(),
                ScriptedConnection.LIMIT,
                world.now());
        commands.add(given);
    }

    private void deliver() {
        if (world.broker.openChannels().contains(1)) {
            world.broker.deliver(1, "tag", "ex", "key", Map.of("app-id", "a"), new byte[random.nextInt(300)]);
        }
    }

    /** What a broker does of its own accord. */
    private void peer() {
        var open = List.copyOf(world.broker.openChannels());
        switch (random.nextInt(open.isEmpty() ? 3 : 6)) {
            case 0 -> world.broker.block("memory");
            case 1 -> world.broker.unblock();
            case 2 -> {
                if (random.nextInt(10) == 0) {
                    world.broker.closeConnection(320, "shutdown", 0, 0);
                }
            }
            case 3 -> world.broker.cancelConsumer(open.get(0), "tag" + random.nextInt(given + 1));
            case 4 -> world.broker.send(open.get(0), "channel.flow", random.nextBoolean());
            default -> {
                world.broker.closeChannel(open.get(random.nextInt(open.size())), 404, "none", 0, 0);
                world.run(); // a broker sends nothing on a channel that it has closed
            }
        }
    }

    private void use(ChannelEngine channel) {
        switch (random.nextInt(12)) {
            case 0 -> call(channel, ConfirmMethod.Select.of());
            case 1 -> call(channel, QueueMethod.Declare.of("q"));
            case 2 -> call(channel, BasicMethod.Get.of("q"));
            case 3 -> call(channel, ExchangeMethod.Delete.of("e").noWait(true));
            case 4 -> consume(channel);
            case 5 -> call(channel, BasicMethod.Cancel.of("tag" + random.nextInt(given + 1)));
            case 6 -> channel.pipelined(random.nextBoolean());
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    channel.close(200, "done", ScriptedConnection.LIMIT, world.now());
                }
            }
            default -> publish(channel);
        }
    }

    private void call(ChannelEngine channel, Method method) {
        channel.call(method, newAttachment(), Duration.ofSeconds(1 + random.nextInt(20)), world.now());
        commands.add(given);
    }

    private void consume(ChannelEngine channel) {
        var method = BasicMethod.Consume.of("q").consumerTag("tag" + given);
        channel.consume(method, newAttachment(), this, Duration.ofSeconds(1 + random.nextInt(20)), world.now());
        commands.add(given);
    }

    private void publish(ChannelEngine channel) {
        byte[] body = new byte[random.nextInt(200)];
        boolean mandatory = random.nextBoolean();
        channel.publish("", "q", mandatory, Message.of(body), newAttachment());
    }

    private Integer newAttachment() {
        return ++given;
    }

    private void count() {
        for (Event event : world.takeEvents()) {
            if (event instanceof Event.Replied replied) {
                ended(replied.attachment());
            } else if (event instanceof Event.Sent sent) {
                ended(sent.attachment());
            } else if (event instanceof Event.TimedOut timedOut) {
                ended(timedOut.attachment());
            } else if (event instanceof Event.Failed failed) {
                ended(failed.attachment());
            } else if (event instanceof Event.Got got) {
                ended(got.attachment());
            } else if (event instanceof Event.Settled settled) {
                ended(settled.attachment());
            } else if (event instanceof Event.ChannelClosed channelClosed) {
                closed.merge(channelClosed.channel(), 1, Integer::sum);
            } else if (event instanceof Event.ConnectionClosed ending) {
                reason = ending.reason();
                connectionClosed++;
                assertEquals(0, transportFinished);
            } else if (event instanceof Event.TransportFinished) {
                transportFinished++;
            }
        }
        assertTrue(
                world.engine.isAwaitingReplies()
                        || world.engine.hasEvents()
                        || outcomes.keySet().containsAll(commands),
                () -> "nothing is awaited, but of " + commands + " there have ended only " + outcomes.keySet());
    }

    private void ended(Object attachment) {
        outcomes.merge(attachment, 1, Integer::sum);
    }
}
