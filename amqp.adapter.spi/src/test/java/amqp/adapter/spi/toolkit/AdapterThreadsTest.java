// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdapterThreadsTest {
    private final AdapterThreads threads = new AdapterThreads("test");

    @Test
    void threadsAreDaemonsWithNamesOfTheirOwn() {
        Thread first = threads.newThread(() -> {});
        assertEquals("amqp-test-1", first.getName());
        assertEquals("amqp-test-2", threads.nextName());
        assertTrue(first.isDaemon());
    }

    @Test
    void whatATaskThrowsIsReportedAndEndsNothing() throws InterruptedException {
        Error fault = new Error();
        List<Object> seen = new ArrayList<>();
        Thread thread = threads.newThread(() -> {
            AdapterThreads.run(() -> {
                throw fault;
            });
            seen.add("went on");
        });
        thread.setUncaughtExceptionHandler((where, failure) -> seen.add(failure));
        thread.start();
        thread.join();
        assertEquals(List.of(fault, "went on"), seen);
    }
}
