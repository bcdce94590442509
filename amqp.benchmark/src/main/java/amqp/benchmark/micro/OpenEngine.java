// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.codec.FieldTable;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import amqp.frames.FrameEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;

/** An engine with one channel open, whose peer is this class: it says what is to be said, and reads nothing. */
final class OpenEngine {
    static final int CHANNEL = 1;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    final ConnectionEngine engine = new ConnectionEngine(EngineOptions.DEFAULT);
    final ChannelEngine channel;

    private final ByteBuffer outbound = ByteBuffer.allocate(1 << 20);

    OpenEngine() {
        engine.transportConnected(0);
        receive(frame(0, new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "PLAIN", "en_US")));
        receive(frame(0, new ConnectionMethod.Tune(2047, 131_072, 0)));
        receive(frame(0, new ConnectionMethod.OpenOk()));
        channel = engine.openChannel(this, this, LIMIT, 0);
        receive(frame(CHANNEL, new ChannelMethod.OpenOk()));
        drain();
    }

    OpenEngine confirming() {
        channel.call(new ConfirmMethod.Select(false), this, LIMIT, 0);
        receive(frame(CHANNEL, new ConfirmMethod.SelectOk()));
        drain();
        return this;
    }

    OpenEngine consuming(String tag) {
        channel.consume(BasicMethod.Consume.of("queue").noAck(true), this, this, LIMIT, 0);
        receive(frame(CHANNEL, new BasicMethod.ConsumeOk(tag)));
        drain();
        return this;
    }

    void receive(ByteBuffer octets) {
        engine.receive(octets, 0);
    }

    /** Everything that was to be sent is, and every event taken; the number of events. */
    int drain() {
        do {
            engine.transmit(outbound.clear(), 0);
        } while (!outbound.hasRemaining());
        int events = 0;
        for (Event event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
            events++;
        }
        return events;
    }

    static ByteBuffer frame(int channel, Method method) {
        WireWriter out = new WireWriter();
        FrameEncoder.method(out, channel, method);
        return ByteBuffer.wrap(out.toByteArray());
    }
}
