// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Meter;
import amqp.benchmark.load.Round;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the growth series share: our client over nio, on one loop, with callbacks on its thread. */
final class Gauge {
    static final int MESSAGES = 1_000_000;

    /** Messages that one connection or channel gets before it is the next one's turn. */
    static final int BURST = 10;

    static final byte[] BODY = new byte[16];

    private static final BasicMethod.Publish NOWHERE = BasicMethod.Publish.of("", "nowhere");

    private final Settings settings;
    private final ConnectionOptions options;

    Gauge(Settings settings, String uri) {
        this.settings = settings;
        options = ConnectionOptions.builder()
                .uri(uri)
                .adapter("nio")
                .heartbeat(Duration.ZERO)
                .dispatch(Dispatch.IO_THREAD)
                .build();
    }

    ConnectionOptions options() {
        return options;
    }

    int scaled(long messages) {
        return settings.scaled(messages);
    }

    interface Measurement {
        Round round();
    }

    /** Warms up, measures, adds the median; {@code more} are further figures. */
    void add(Series series, double x, Measurement measurement, double... more) {
        System.err.println("growth: " + series.title() + ", " + Math.round(x));
        List<Round> rounds = new ArrayList<>();
        for (int i = -settings.warmUps(); i < settings.rounds(); i++) {
            Round round = measurement.round();
            if (i >= 0) {
                rounds.add(round);
            }
        }
        Round median = Round.median(rounds);
        double[] figures = new double[3 + more.length];
        figures[0] = median.rate();
        figures[1] = median.cpuMicros();
        figures[2] = median.octets();
        System.arraycopy(more, 0, figures, 3, more.length);
        series.add(x, figures);
    }

    Connection open() {
        return await(Connection.open(options));
    }

    /** Opens what is missing in a list of connections, so many at once; those that were open stay in it if one fails. */
    static void open(
            List<Connection> connections, int number, int atOnce, Supplier<CompletionStage<Connection>> opener) {
        while (connections.size() < number) {
            List<CompletionStage<Connection>> opening = Stream.generate(opener)
                    .limit(Math.min(atOnce, number - connections.size()))
                    .toList();
            opening.forEach(stage -> connections.add(await(stage)));
        }
    }

    static void publish(Channel channel, byte[] body, int count) {
        for (int i = 0; i < count; i++) {
            while (!channel.tryPublish(NOWHERE, Message.of(body))) {
                await(channel.writable());
            }
        }
    }

    static void all(List<? extends CompletionStage<?>> stages) {
        stages.forEach(Gauge::await);
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    static List<Channel> channels(Connection connection, int number) {
        List<CompletionStage<Channel>> opening = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            opening.add(connection.openChannel());
        }
        return opening.stream().map(Gauge::await).toList();
    }

    Round inTurn(List<Channel> channels) {
        int turns = Math.max(1, settings.scaled(MESSAGES) / (channels.size() * BURST));
        Meter meter = new Meter();
        for (int i = 0; i < turns; i++) {
            for (Channel channel : channels) {
                publish(channel, BODY, BURST);
            }
        }
        all(channels.stream().map(channel -> channel.basicQos(0)).toList());
        return meter.round((long) turns * BURST * channels.size());
    }

    static Round consume(Channel channel, int consumers, int each, int size) {
        CountDownLatch done = new CountDownLatch(1);
        long[] left = {(long) consumers * each};
        BasicMethod.Consume method =
                BasicMethod.Consume.of("blast." + each + "." + size).noAck(true);
        List<CompletionStage<String>> tags = new ArrayList<>();
        Meter meter = new Meter();
        for (int i = 0; i < consumers; i++) {
            tags.add(channel.basicConsume(method, delivery -> {
                if (--left[0] == 0) {
                    done.countDown();
                }
            }));
        }
        await(done);
        Round round = meter.round((long) consumers * each);
        all(tags.stream().map(tag -> channel.basicCancel(await(tag))).toList());
        return round;
    }
}
