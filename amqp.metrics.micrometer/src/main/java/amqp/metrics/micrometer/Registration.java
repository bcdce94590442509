// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;

/** Registers meters with the same tags, and removes them together. */
final class Registration {
    private final MeterRegistry registry;
    private final String prefix;
    private final Tags tags;
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();

    Registration(MeterRegistry registry, String prefix, Tags tags) {
        this.registry = registry;
        this.prefix = prefix;
        this.tags = tags;
    }

    Counter counter(MeterName name) {
        return kept(Counter.builder(name.with(prefix))
                .description(name.description())
                .tags(tags)
                .register(registry));
    }

    Timer timer(MeterName name, String... more) {
        return kept(Timer.builder(name.with(prefix))
                .description(name.description())
                .tags(tags)
                .tags(more)
                .register(registry));
    }

    <T> void gauge(MeterName name, T state, ToDoubleFunction<T> value) {
        kept(Gauge.builder(name.with(prefix), state, value)
                .description(name.description())
                .baseUnit(name.unit())
                .tags(tags)
                .register(registry));
    }

    <T> void counter(MeterName name, T state, ToDoubleFunction<T> value) {
        kept(FunctionCounter.builder(name.with(prefix), state, value)
                .description(name.description())
                .baseUnit(name.unit())
                .tags(tags)
                .register(registry));
    }

    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }

    void remove() {
        for (Meter next = meters.poll(); next != null; next = meters.poll()) {
            registry.remove(next);
        }
    }
}
