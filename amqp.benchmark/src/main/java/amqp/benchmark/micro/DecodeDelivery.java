// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.WireReader;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Methods;
import amqp.frames.FrameDecoder;
import amqp.frames.FrameEncoder;
import amqp.frames.FrameType;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Octets to basic.deliver with its content: the frames alone, and through the engine to its events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeDelivery {
    private static final int MESSAGES = 512;

    /** Octets of bodies that are decoded in one go, as one read would give them. */
    private static final int READ = 1 << 17;

    private static final String TAG = "consumer";

    /** Octets of each body. */
    @Param({"16", "1024", "16384"})
    public int size = 16;

    private ByteBuffer plain;
    private ByteBuffer withHeaders;
    private final FrameDecoder decoder = new FrameDecoder(131_072);
    private final WireReader reader = new WireReader();
    private final OpenEngine open = new OpenEngine().consuming(TAG);

    @Setup
    public void make() {
        plain = deliveries(BasicProperties.EMPTY);
        withHeaders = deliveries(BasicProperties.builder()
                .contentType("application/json")
                .headers(FieldTable.of(Map.of("tenant", "a", "attempt", 3)))
                .build());
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void frames(Blackhole taken) {
        for (int done = 0; done < MESSAGES; done += messages()) {
            plain.rewind();
            while (decoder.next(plain)) {
                if (decoder.type() == FrameType.METHOD) {
                    reader.reset(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
                    taken.consume(Methods.decode(reader.shortInt(), reader.shortInt(), reader));
                }
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int throughTheEngine() {
        return receive(plain);
    }

    /** Headers that nobody asks for. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int withHeadersThroughTheEngine() {
        return receive(withHeaders);
    }

    private int receive(ByteBuffer octets) {
        int events = 0;
        for (int done = 0; done < MESSAGES; done += messages()) {
            open.receive(octets.rewind());
            events += open.drain();
        }
        return events;
    }

    private int messages() {
        return Math.min(MESSAGES, READ / size);
    }

    private ByteBuffer deliveries(BasicProperties properties) {
        WireWriter out = new WireWriter();
        byte[] body = new byte[size];
        for (int i = 1; i <= messages(); i++) {
            FrameEncoder.method(out, OpenEngine.CHANNEL, new BasicMethod.Deliver(TAG, i, false, "exchange", "orders"));
            FrameEncoder.header(out, OpenEngine.CHANNEL, body.length, properties);
            FrameEncoder.body(out, OpenEngine.CHANNEL, body, 0, body.length);
        }
        byte[] octets = out.toByteArray();
        return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }
}
