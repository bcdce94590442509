// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.util.List;

/** What more of something costs: threads, connections, channels, consumers, octets. */
final class Growth {
    private final Gauge gauge;

    Growth(Settings settings, String uri) {
        gauge = new Gauge(settings, uri);
    }

    List<Series> run() {
        ConnectionGrowth connections = new ConnectionGrowth(gauge);
        ChannelGrowth channels = new ChannelGrowth(gauge);
        BodyGrowth bodies = new BodyGrowth(gauge);
        return List.of(
                channels.publishers(),
                connections.idle(),
                connections.active(),
                channels.channels(),
                channels.consumers(),
                bodies.published(),
                bodies.consumed());
    }
}
