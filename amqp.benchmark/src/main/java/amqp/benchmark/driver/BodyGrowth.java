// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Meter;
import amqp.client.Channel;
import amqp.client.Connection;
import java.util.ArrayList;
import java.util.List;

/** What larger bodies cost. */
final class BodyGrowth {
    private final Gauge gauge;

    BodyGrowth(Gauge gauge) {
        this.gauge = gauge;
    }

    private static final int[] SIZES = {
        0, 16, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20
    };

    Series published() {
        Series series = Series.of(
                "published-bodies", "Bodies published", "octets", "messages/s", "CPU µs/message", "octets/message");
        Connection connection = gauge.open();
        Channel channel = Gauge.await(connection.openChannel());
        for (int size : SIZES) {
            byte[] body = new byte[size];
            int count = messages(size);
            gauge.add(series, size, () -> {
                Meter meter = new Meter();
                Gauge.publish(channel, body, count);
                Gauge.await(channel.basicQos(0));
                return meter.round(count);
            });
        }
        Gauge.await(connection.close());
        return withThroughput(series);
    }

    Series consumed() {
        Series series = Series.of(
                "consumed-bodies", "Bodies consumed", "octets", "messages/s", "CPU µs/message", "octets/message");
        Connection connection = gauge.open();
        Channel channel = Gauge.await(connection.openChannel());
        for (int size : SIZES) {
            gauge.add(series, size, () -> Gauge.consume(channel, 1, messages(size), size));
        }
        Gauge.await(connection.close());
        return withThroughput(series);
    }

    /** About a gibibyte, but no more messages than elsewhere. */
    private int messages(int size) {
        return gauge.scaled(Math.min(Gauge.MESSAGES, (1 << 30) / Math.max(1, size)));
    }

    /** The same with body octets a second in front. */
    private static Series withThroughput(Series series) {
        List<String> columns = new ArrayList<>(List.of("body octets/s"));
        columns.addAll(series.columns());
        Series result = Series.of(series.name(), series.title(), series.x(), columns.toArray(String[]::new));
        for (Series.Point point : series.points()) {
            double rate = point.figures().get(0);
            result.add(
                    point.x(),
                    rate * point.x(),
                    rate,
                    point.figures().get(1),
                    point.figures().get(2));
        }
        return result;
    }
}
