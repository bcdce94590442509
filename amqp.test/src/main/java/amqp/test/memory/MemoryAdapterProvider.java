// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The adapter {@code memory}, for applications under test that are configured by text alone: it connects to the one test
 * broker that runs in this JVM, whatever the address.
 */
public final class MemoryAdapterProvider implements AdapterProvider {
    private static final List<Supplier<MemoryAdapter>> BROKERS = new CopyOnWriteArrayList<>();

    /** For {@link java.util.ServiceLoader}. */
    public MemoryAdapterProvider() {}

    /** A broker runs from now on. */
    public static void register(Supplier<MemoryAdapter> broker) {
        BROKERS.add(broker);
    }

    /** A broker has ended. */
    public static void forget(Supplier<MemoryAdapter> broker) {
        BROKERS.remove(broker);
    }

    @Override
    public String name() {
        return MemoryAdapter.NAME;
    }

    /** Never preferred: it is asked for by name. */
    @Override
    public int order() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String unusableReason() {
        int running = BROKERS.size();
        return running == 1
                ? ""
                : "it needs one test broker in this JVM, and there are " + running + "; TestBroker.options() names one";
    }

    @Override
    public Adapter create() {
        List<Supplier<MemoryAdapter>> running = List.copyOf(BROKERS);
        if (running.size() != 1) {
            throw new IllegalStateException(unusableReason());
        }
        return running.get(0).get();
    }
}
