// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.connection.ChannelEngine;

/**
 * Any octets for an engine: the first one says whether the connection is open already, and how the others are split. On an
 * open one all the commands are given that {@link Capture} gives, and await what is recorded there.
 */
final class EngineTarget {
    private static final int OPEN = 1;
    private static final int TELLING = 2;

    private final Conversation conversation = new Conversation();

    private EngineTarget() {}

    static void run(byte[] octets) {
        Input input = new Input(octets);
        int mode = input.octet();
        Conversation conversation = new EngineTarget().begun(mode);
        conversation.receive(input.rest(), 1 << (mode >> 3 & 15));
        conversation.end();
    }

    private Conversation begun(int mode) {
        if ((mode & TELLING) != 0) {
            conversation.engine().tellFrames(true);
            conversation.engine().tellMethods(true);
        }
        if ((mode & OPEN) != 0) {
            conversation.handshake();
            give();
        }
        return conversation;
    }

    private void give() {
        conversation.openChannel();
        ChannelEngine channel = conversation.channels().get(0);
        channel.pipelined(true);
        call(channel, ConfirmMethod.Select.of());
        call(channel, BasicMethod.Qos.of(10));
        call(channel, QueueMethod.Declare.of(""));
        call(channel, QueueMethod.Bind.of("q", "amq.topic").routingKey("a.#"));
        for (int i = 0; i < 4; i++) {
            channel.publish("amq.topic", "a.b", false, Message.of("hello"), conversation.begun());
        }
        Message plain = Message.of("hello").contentType("text/plain").persistent();
        channel.publish("amq.topic", "none", true, plain, conversation.begun());
        channel.awaitVerdicts(conversation.begun());
        call(channel, BasicMethod.Get.of("q"));
        channel.consume(
                BasicMethod.Consume.of("q"), conversation.begun(), "", conversation.timeout(), conversation.now());
        call(channel, QueueMethod.Delete.of("q"));
        call(channel, QueueMethod.Declare.of(""));
        call(channel, BasicMethod.Get.of("q"));
        conversation.openChannel();
        call(conversation.channels().get(1), QueueMethod.Declare.of("none").passive(true));
        conversation.transmit(1 << 14);
    }

    private void call(ChannelEngine channel, Method method) {
        channel.call(method, conversation.begun(), conversation.timeout(), conversation.now());
    }
}
