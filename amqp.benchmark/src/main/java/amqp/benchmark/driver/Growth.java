// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What more of something costs: threads, connections, channels, consumers, octets. */
final class Growth {
    private final Settings settings;
    private final Gauge gauge;

    Growth(Settings settings, String uri) {
        this.settings = settings;
        this.gauge = new Gauge(settings, uri);
    }

    List<Series> run() {
        ConnectionGrowth connections = new ConnectionGrowth(gauge);
        ChannelGrowth channels = new ChannelGrowth(gauge);
        BodyGrowth bodies = new BodyGrowth(gauge);
        Map<String, Supplier<Series>> all = new LinkedHashMap<>();
        all.put("publishers", channels::publishers);
        all.put("connections", connections::idle);
        all.put("active-connections", connections::active);
        all.put("channels", channels::channels);
        all.put("consumers", channels::consumers);
        all.put("published-bodies", bodies::published);
        all.put("consumed-bodies", bodies::consumed);
        return all.entrySet().stream()
                .filter(each -> settings.includesSeries(each.getKey()))
                .map(each -> each.getValue().get())
                .toList();
    }
}
