// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.frames.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Publishes through the engine in confirm mode, from the publish to its verdict; the same without confirms beside it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConfirmTracking {
    private static final int WINDOW = 1000;

    private final OpenEngine unconfirmed = new OpenEngine();
    private final OpenEngine open = new OpenEngine().confirming();
    private final byte[] body = new byte[16];
    private final WireWriter acks = new WireWriter();
    private long last;

    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public int withoutConfirms() {
        publish(unconfirmed, null);
        return unconfirmed.drain();
    }

    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public int multipleAck() {
        publish(open, this);
        acks.reset();
        last += WINDOW;
        ack(last, true);
        return settle();
    }

    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public int singleAcks() {
        publish(open, this);
        acks.reset();
        for (int i = 0; i < WINDOW; i++) {
            ack(++last, false);
        }
        return settle();
    }

    private void publish(OpenEngine to, Object attachment) {
        for (int i = 0; i < WINDOW; i++) {
            to.channel.publish("", "orders", false, Message.of(BasicProperties.EMPTY, body), attachment);
        }
    }

    private void ack(long tag, boolean multiple) {
        FrameEncoder.method(acks, OpenEngine.CHANNEL, new BasicMethod.Ack(tag, multiple));
    }

    private int settle() {
        open.receive(ByteBuffer.wrap(acks.array(), 0, acks.position()));
        return open.drain();
    }
}
