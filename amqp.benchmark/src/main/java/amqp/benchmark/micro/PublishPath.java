// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** All that a publish does, from the channel to the octets that the adapter takes, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishPath {
    private static final BasicMethod.Publish TO_NOWHERE = BasicMethod.Publish.of("", "nowhere");

    private static final int BATCH = 100;

    private final SwallowingAdapter adapter = new SwallowingAdapter();
    private Connection connection;
    private Channel channel;
    private byte[] body;

    @Param({"16"})
    int size;

    @Setup
    public void open() {
        body = new byte[size];
        connection = await(Connection.open(ConnectionOptions.builder()
                .adapter(adapter)
                .heartbeat(Duration.ZERO)
                .build()));
        CompletionStage<Channel> opening = connection.openChannel();
        adapter.answer(1, new ChannelMethod.OpenOk());
        channel = await(opening);
        adapter.fetchWhenFlushed();
    }

    @TearDown
    public void close() {
        adapter.close();
    }

    @Benchmark
    public void one() {
        channel.publish(TO_NOWHERE, Message.of(body));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void batch() {
        List<Message> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(Message.of(body));
        }
        channel.publishAll(TO_NOWHERE, batch);
        adapter.fetch();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
