// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.frames.PublishEncoder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A basic.publish to octets: alone, and through the engine into the outbound buffer and out again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodePublish {
    private static final int FRAME_MAX = 131_072;
    private static final int BEFORE_DRAINING = 256;

    private final PublishEncoder encoder = new PublishEncoder(OpenEngine.CHANNEL);
    private final byte[] target = new byte[1024];
    private final byte[] body = new byte[16];
    private final BasicProperties headers = BasicProperties.builder()
            .contentType("application/json")
            .headers(FieldTable.of(Map.of("tenant", "a", "attempt", 3)))
            .build();
    private final String[] keys = {"orders.created", "orders.changed"};
    private final OpenEngine open = new OpenEngine();
    private int turn;

    /** Exchange, routing key and properties as the time before. */
    @Benchmark
    public int repeated() {
        return encode(keys[0], headers);
    }

    /** Another routing key each time. */
    @Benchmark
    public int changingKey() {
        return encode(keys[++turn & 1], headers);
    }

    /** Other properties each time, with an id. */
    @Benchmark
    public int newProperties() {
        return encode(
                keys[0], BasicProperties.builder().messageId(keys[++turn & 1]).build());
    }

    @Benchmark
    public void throughTheEngine() {
        open.channel.publish("", keys[0], false, Message.of(BasicProperties.EMPTY, body), null);
        if (++turn % BEFORE_DRAINING == 0) {
            open.drain();
        }
    }

    private int encode(String routingKey, BasicProperties properties) {
        int size = encoder.size("exchange", routingKey, false, Message.of(properties, body), FRAME_MAX);
        encoder.write(target, 0);
        return size;
    }
}
