// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    private void close(String name) {
        closed.add(name);
        if (name.startsWith("bad")) {
            throw new IllegalStateException(name);
        }
    }

    @Test
    void closesThoseAfterAFailureToo() {
        List<String> things = List.of("a", "bad 1", "b", "bad 2", "c");
        var failure = assertThrows(IllegalStateException.class, () -> Closing.all(things, this::close));
        assertEquals(things, closed);
        assertEquals("bad 1", failure.getMessage());
        assertEquals("bad 2", failure.getSuppressed()[0].getMessage());
    }

    @Test
    void throwsNothingWhereAllIsWell() {
        Closing.all(List.of("a", "b"), this::close);
        assertEquals(List.of("a", "b"), closed);
    }
}
