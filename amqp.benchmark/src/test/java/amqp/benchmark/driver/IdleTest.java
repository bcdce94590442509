// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.benchmark.NullBroker;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleTest {
    private static final List<Integer> NUMBERS = List.of(1, 40);

    @ParameterizedTest
    @ValueSource(strings = {"nio", "aio"})
    void moreConnectionsNeedNoMoreThreads(String adapter) throws IOException {
        try (NullBroker broker = NullBroker.start(0)) {
            Idle idle = new Idle(broker.uri(), NUMBERS).measure(List.of(adapter));
            IdleUsage one = idle.usages(adapter).get(1);
            IdleUsage many = idle.usages(adapter).get(40);
            assertEquals(one.threads(), many.threads());
            assertTrue(many.heap() > one.heap(), () -> one + ", then " + many);
            String markdown = idle.markdown("bin/benchmark idle");
            assertTrue(markdown.contains("| " + adapter + ", 40 "), markdown);
        }
    }

    @Test
    void whereItEndsIsSaid() throws IOException {
        String uri;
        try (NullBroker broker = NullBroker.start(0)) {
            uri = broker.uri();
        }
        Idle idle = new Idle(uri, NUMBERS).measure(List.of("nio"));
        assertTrue(idle.usages("nio").isEmpty());
        String markdown = idle.markdown("bin/benchmark idle");
        assertTrue(markdown.contains("nio: 0 connections were the most: "), markdown);
    }

    @Test
    void usageSurvivesItsLine() {
        IdleUsage usage = new IdleUsage(1e9, Double.NaN, 2.5, 1e-4, 7);
        assertTrue(IdleUsage.isOne(usage.toLine()), usage::toLine);
        assertEquals(usage, IdleUsage.parse(usage.toLine()));
    }
}
