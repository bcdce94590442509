// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.client.Channel;
import amqp.client.Connection;
import java.util.ArrayList;
import java.util.List;

/** What more connections cost, idle and busy; all of them on one loop. */
final class ConnectionGrowth {
    private static final int[] CONNECTIONS = {1, 10, 100, 1000, 5000};
    private static final int OPENED_AT_ONCE = 100;

    private final Gauge gauge;

    ConnectionGrowth(Gauge gauge) {
        this.gauge = gauge;
    }

    Series idle() {
        Series series = Series.of(
                "connections", "Idle connections", "connections", "heap octets/connection", "threads of the process");
        Gauge.await(gauge.open().close());
        for (int number : CONNECTIONS) {
            System.err.println("growth: " + series.title() + ", " + number);
            Connection keeper = gauge.open();
            long before = Heap.usedAfterCollection();
            List<Connection> connections = connections(number);
            double heap = (Heap.usedAfterCollection() - before) / (double) number;
            series.add(number, heap, Thread.getAllStackTraces().size());
            Gauge.all(connections.stream().map(Connection::close).toList());
            Gauge.await(keeper.close());
        }
        return series;
    }

    Series active() {
        Series series = Series.of(
                "active-connections",
                "Active connections, bursts of " + Gauge.BURST + " messages in turn",
                "connections",
                "messages/s",
                "CPU µs/message",
                "octets/message");
        for (int number : CONNECTIONS) {
            List<Connection> connections = connections(number);
            List<Channel> channels = connections.stream()
                    .map(connection -> Gauge.await(connection.openChannel()))
                    .toList();
            gauge.add(series, number, () -> gauge.inTurn(channels));
            Gauge.all(connections.stream().map(Connection::close).toList());
        }
        return series;
    }

    private List<Connection> connections(int number) {
        List<Connection> connections = new ArrayList<>();
        Gauge.open(connections, number, OPENED_AT_ONCE, () -> Connection.open(gauge.options()));
        return connections;
    }
}
