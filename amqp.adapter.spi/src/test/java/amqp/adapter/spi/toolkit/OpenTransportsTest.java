// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTransportsTest {
    private final List<String> happened = new ArrayList<>();
    private final OpenTransports<String> transports = new OpenTransports<>(() -> happened.add("unused"));

    @Test
    void closingEndsTheTransportsAndThenWhatTheyNeed() {
        transports.start("one", () -> {});
        transports.start("other", () -> {});
        transports.remove("other");
        transports.close(happened::add);
        assertEquals(List.of("one"), happened);
        transports.remove("one");
        assertEquals(List.of("one", "unused"), happened);
        transports.remove("one");
        transports.close(happened::add);
        assertEquals(List.of("one", "unused"), happened);
    }

    @Test
    void transportThatEndsWithinTheCloseIsTheLast() {
        transports.start("one", () -> {});
        transports.close(transports::remove);
        assertEquals(List.of("unused"), happened);
    }

    @Test
    void withoutTransportsClosingIsTheEnd() {
        transports.close(happened::add);
        assertEquals(List.of("unused"), happened);
    }

    @Test
    void nothingBeginsAfterwards() {
        transports.close(happened::add);
        var refused = assertThrows(
                IllegalStateException.class, () -> transports.start("late", () -> happened.add("started")));
        assertEquals(List.of("unused"), happened);
        assertEquals("This adapter is closed; create another one", refused.getMessage());
        assertThrows(IllegalStateException.class, () -> transports.whileOpen(() -> {}));
    }

    @Test
    void whatCannotStartIsNotWaitedFor() {
        Runnable failing = () -> {
            throw new IllegalStateException("no thread");
        };
        assertThrows(IllegalStateException.class, () -> transports.start("failed", failing));
        transports.close(happened::add);
        assertEquals(List.of("unused"), happened);
    }

    /** A transport that is told to end first would begin after its end. */
    @Test
    void noTransportEndsBeforeItIsStarted() throws InterruptedException {
        Thread closing = new Thread(() -> transports.close(happened::add));
        transports.start("one", () -> {
            closing.start();
            while (closing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            happened.add("started");
        });
        closing.join();
        assertEquals(List.of("started", "one"), happened);
    }

    @Test
    void taskRunsUnlessTheAdapterClosed() {
        Runnable task = transports.whileOpen(() -> happened.add("task"));
        task.run();
        transports.close(happened::add);
        task.run();
        assertEquals(List.of("task", "unused"), happened);
    }
}
