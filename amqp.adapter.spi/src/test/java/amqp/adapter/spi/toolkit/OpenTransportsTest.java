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
        transports.add("one");
        transports.add("other");
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
        transports.add("one");
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
        var refused = assertThrows(IllegalStateException.class, () -> transports.add("late"));
        assertEquals("This adapter is closed; create another one", refused.getMessage());
        assertThrows(IllegalStateException.class, () -> transports.whileOpen(() -> {}));
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
