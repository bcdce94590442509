// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import amqp.connection.ChannelEngine;
import amqp.testkit.wire.BrokerFrames;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Steps of a broker and of an application by turns, an octet for each and more for its details. The frames are well formed:
 * what is in them is not always, nor is their order.
 */
final class SessionTarget {
    private static final int CHANNELS = 4;

    /** Class and method of what a broker may send. */
    private static final int[] METHODS = {
        10 << 16 | 10, 10 << 16 | 20, 10 << 16 | 30, 10 << 16 | 41, 10 << 16 | 50, 10 << 16 | 51, 10 << 16 | 60,
        10 << 16 | 61, 10 << 16 | 71, 20 << 16 | 11, 20 << 16 | 20, 20 << 16 | 21, 20 << 16 | 40, 20 << 16 | 41,
        50 << 16 | 11, 50 << 16 | 31, 60 << 16 | 11, 60 << 16 | 21, 60 << 16 | 30, 60 << 16 | 31, 60 << 16 | 50,
        60 << 16 | 60, 60 << 16 | 71, 60 << 16 | 72, 60 << 16 | 80, 60 << 16 | 111, 60 << 16 | 120, 85 << 16 | 11,
        90 << 16 | 11
    };

    private final Input input;
    private final Conversation conversation = new Conversation();

    private SessionTarget(Input input) {
        this.input = input;
    }

    static void run(byte[] octets) {
        SessionTarget session = new SessionTarget(new Input(octets));
        session.conversation.handshake();
        while (!session.input.isAtEnd()) {
            session.step();
        }
        session.conversation.end();
    }

    private void step() {
        int step = input.octet();
        if (step < 128) {
            conversation.receive(frames(step), 1 << (step >> 4));
        } else {
            command(step);
        }
    }

    // ---- the broker ----

    private byte[] frames(int step) {
        int channel = input.octet() % CHANNELS;
        return switch (step & 15) {
            case 0, 1 -> anyMethod(channel);
            case 2 -> BrokerFrames.method(channel, "channel.open-ok");
            case 3 -> reply(channel);
            case 4 -> BrokerFrames.method(channel, "basic.ack", input.octet(), input.bit());
            case 5 -> BrokerFrames.method(channel, "basic.nack", input.octet(), input.bit(), false);
            case 6, 7 ->
                BrokerFrames.concat(
                        BrokerFrames.method(channel, "basic.deliver", tag(), input.octet(), input.bit(), "", "q"),
                        content(channel));
            case 8 ->
                BrokerFrames.concat(BrokerFrames.method(channel, "basic.return", 312, "", "", "q"), content(channel));
            case 9 ->
                BrokerFrames.concat(
                        BrokerFrames.method(channel, "basic.get-ok", input.octet(), false, "", "q", 0),
                        content(channel));
            case 10 -> BrokerFrames.method(channel, "channel.close", input.shortInt(), "", 0, 0);
            case 11 -> BrokerFrames.method(channel, "basic.cancel", input.take(input.octet()), input.bit());
            case 12 -> header(channel);
            case 13 -> BrokerFrames.body(channel, input.take(input.octet()));
            case 14 -> BrokerFrames.method(channel, "channel.flow", input.bit());
            default -> input.take(input.octet());
        };
    }

    private byte[] anyMethod(int channel) {
        int method = METHODS[input.octet() % METHODS.length];
        return BrokerFrames.method(channel, method >> 16, method & 0xffff)
                .raw(input.take(input.octet()))
                .frame();
    }

    private byte[] reply(int channel) {
        return switch (input.octet() % 12) {
            case 0 -> BrokerFrames.method(channel, "channel.close-ok");
            case 1 -> BrokerFrames.method(channel, "queue.declare-ok", "q", 0, 0);
            case 2 -> BrokerFrames.method(channel, "basic.consume-ok", tag());
            case 3 -> BrokerFrames.method(channel, "basic.cancel-ok", tag());
            case 4 -> BrokerFrames.method(channel, "basic.get-empty");
            case 5 -> BrokerFrames.method(channel, "basic.qos-ok");
            case 6 -> BrokerFrames.method(channel, "confirm.select-ok");
            case 7 -> BrokerFrames.method(channel, "basic.recover-ok");
            case 8 -> BrokerFrames.method(channel, "tx.select-ok");
            case 9 -> BrokerFrames.method(channel, "channel.flow-ok", true);
            case 10 -> BrokerFrames.method(0, "connection.close-ok");
            default -> BrokerFrames.method(0, "connection.update-secret-ok");
        };
    }

    private String tag() {
        return "tag" + input.octet() % 3;
    }

    /** A header, and a body that may be shorter or longer than it says, in one frame or two. */
    private byte[] content(int channel) {
        int announced = input.octet();
        int comes = input.bit() ? announced : input.octet();
        byte[] body = new byte[comes];
        Arrays.fill(body, (byte) announced);
        int cut = input.bit() ? comes / 2 : comes;
        byte[] header = BrokerFrames.header(channel, announced, input.bit() ? Map.of("message-id", "m") : Map.of());
        byte[] first = BrokerFrames.body(channel, Arrays.copyOf(body, cut));
        byte[] second = BrokerFrames.body(channel, Arrays.copyOfRange(body, cut, comes));
        return BrokerFrames.concat(header, first, cut < comes ? second : new byte[0]);
    }

    private byte[] header(int channel) {
        byte[] fixed = {0, 60, 0, 0, 0, 0, 0, 0, (byte) input.octet(), (byte) input.octet(), (byte) input.octet(), 0};
        return BrokerFrames.frame(2, channel, BrokerFrames.concat(fixed, input.take(input.octet())));
    }

    // ---- the application ----

    private void command(int step) {
        int details = input.octet();
        switch (step & 15) {
            case 0 -> conversation.advance(Duration.ofMillis(details * 100L));
            case 1 -> conversation.transmit(details * 64);
            default -> conversation.command(() -> command(step & 15, details));
        }
    }

    private void command(int what, int details) {
        List<ChannelEngine> channels = conversation.channels();
        switch (what) {
            case 2 -> {
                if (channels.size() < CHANNELS) {
                    conversation.openChannel();
                }
            }
            case 3 -> conversation.engine().close(200 + details, "", conversation.now());
            case 4 ->
                conversation
                        .engine()
                        .call(
                                ConnectionMethod.UpdateSecret.of(new byte[0], ""),
                                conversation.begun(),
                                Duration.ofSeconds(details),
                                conversation.now());
            default -> {
                if (!channels.isEmpty()) {
                    use(channels.get(details % channels.size()), what);
                }
            }
        }
    }

    private void use(ChannelEngine channel, int what) {
        switch (what) {
            case 5 -> channel.close(200, "", Duration.ofSeconds(input.octet()), conversation.now());
            case 6 -> channel.pipelined(input.bit());
            case 7 -> channel.awaitVerdicts(conversation.begun());
            case 8, 9 ->
                channel.publish(
                        "",
                        "q",
                        input.bit(),
                        Message.of(new byte[input.octet()]),
                        input.bit() ? conversation.begun() : null);
            case 10, 11 ->
                channel.consume(
                        BasicMethod.Consume.of("q")
                                .consumerTag(tag())
                                .noWait(input.bit())
                                .noAck(input.bit()),
                        conversation.begun(),
                        "",
                        Duration.ofSeconds(input.octet()),
                        conversation.now());
            case 12 -> call(channel, acknowledgement());
            default -> call(channel, method());
        }
    }

    private void call(ChannelEngine channel, Method method) {
        Object attachment = input.bit() ? conversation.begun() : null;
        channel.call(method, attachment, Duration.ofSeconds(input.octet()), conversation.now());
    }

    private Method acknowledgement() {
        int tag = input.octet();
        return switch (input.octet() % 4) {
            case 0 -> BasicMethod.Ack.of(tag);
            case 1 -> BasicMethod.Ack.of(tag).multiple(true);
            case 2 -> BasicMethod.Reject.of(tag);
            default -> BasicMethod.Nack.of(tag).multiple(input.bit());
        };
    }

    private Method method() {
        return switch (input.octet() % 10) {
            case 0 -> ConfirmMethod.Select.of();
            case 1 -> QueueMethod.Declare.of("q");
            case 2 -> QueueMethod.Declare.of("q").noWait(true);
            case 3 -> BasicMethod.Get.of("q").noAck(input.bit());
            case 4 -> BasicMethod.Cancel.of(tag()).noWait(input.bit());
            case 5 -> BasicMethod.Qos.of(1);
            case 6 -> BasicMethod.Recover.of(input.bit());
            case 7 -> BasicMethod.RecoverAsync.of(true);
            case 8 -> TxMethod.Select.of();
            default -> ChannelMethod.Flow.of(true);
        };
    }
}
