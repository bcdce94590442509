// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Meter;
import amqp.client.Channel;
import amqp.client.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What more threads, channels and consumers cost on one connection. */
final class ChannelGrowth {
    private static final int[] NUMBERS = {1, 10, 100, 1000, 2000};

    private final Gauge gauge;

    ChannelGrowth(Gauge gauge) {
        this.gauge = gauge;
    }

    Series publishers() {
        Series series = Series.of(
                "publishers",
                "Publisher threads on one connection, each with its channel",
                "threads",
                "messages/s",
                "CPU µs/message",
                "octets/message");
        Connection connection = gauge.open();
        for (int threads : new int[] {1, 2, 4, 16, 64}) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Channel> channels = Gauge.channels(connection, threads);
            int each = gauge.scaled(Gauge.MESSAGES) / threads;
            gauge.add(series, threads, () -> {
                Meter meter = new Meter();
                Gauge.all(channels.stream()
                        .map(channel ->
                                CompletableFuture.runAsync(() -> Gauge.publish(channel, Gauge.BODY, each), pool))
                        .toList());
                Gauge.all(channels.stream().map(channel -> channel.basicQos(0)).toList());
                return meter.round((long) each * threads);
            });
            Gauge.all(channels.stream().map(Channel::close).toList());
            pool.shutdown();
        }
        Gauge.await(connection.close());
        return series;
    }

    Series channels() {
        Series series = Series.of(
                "channels",
                "Channels on one connection, bursts of " + Gauge.BURST + " messages in turn",
                "channels",
                "messages/s",
                "CPU µs/message",
                "octets/message",
                "heap octets/channel");
        for (int number : NUMBERS) {
            Connection connection = gauge.open();
            Gauge.await(Gauge.channels(connection, 1).get(0).close());
            long before = Heap.usedAfterCollection();
            List<Channel> channels = Gauge.channels(connection, number);
            double heap = (Heap.usedAfterCollection() - before) / (double) number;
            gauge.add(series, number, () -> gauge.inTurn(channels), heap);
            Gauge.await(connection.close());
        }
        return series;
    }

    Series consumers() {
        Series series = Series.of(
                "consumers",
                "Consumers on one channel, auto-ack, on the I/O thread",
                "consumers",
                "messages/s",
                "CPU µs/message",
                "octets/message");
        Connection connection = gauge.open();
        Channel channel = Gauge.await(connection.openChannel());
        for (int number : NUMBERS) {
            gauge.add(
                    series,
                    number,
                    () -> Gauge.consume(channel, number, gauge.scaled(Gauge.MESSAGES) / number, Gauge.BODY.length));
        }
        Gauge.await(connection.close());
        return series;
    }
}
