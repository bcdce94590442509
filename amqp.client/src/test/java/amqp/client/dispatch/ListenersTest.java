// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final ArrayDeque<Runnable> executor = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Listeners<Consumer<String>> listeners = new Listeners<>(executor::add, failures::add);

    private static Consumer<Consumer<String>> event(String what) {
        return listener -> listener.accept(what);
    }

    private void run() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    @Test
    void aFewEventsAreAllToldInTheirOrder() {
        listeners.add(told::add);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            listeners.tellLasting("alarm", event("blocked " + i));
            listeners.tellEnd("alarm", event("unblocked " + i));
            expected.addAll(List.of("blocked " + i, "unblocked " + i));
        }
        run();
        assertEquals(expected, told);
    }

    @Test
    void ofAFloodTheLastAreToldAndNothingElseIsKept() {
        listeners.add(told::add);
        listeners.tell("state", event("lost"));
        for (int i = 0; i < 100_000; i++) {
            listeners.tellLasting("alarm", event("blocked " + i));
            listeners.tellEnd("alarm", event("unblocked " + i));
            listeners.tell("pressure", event("pressure " + i));
        }
        assertEquals(1, executor.size());
        run();
        assertTrue(told.size() <= Listeners.MANY + 3, told.size() + " were told");
        assertEquals("lost", told.get(0));
        assertTrue(told.contains("unblocked 99999"), told::toString);
        assertEquals("pressure 99999", told.get(told.size() - 1));
        told.clear();
        listeners.add(told::add); // the alarm is over
        run();
        assertEquals(List.of(), told);
    }

    @Test
    void aNewListenerIsToldWhatLasts() {
        listeners.tellLasting("alarm", event("blocked"));
        listeners.add(told::add);
        run();
        assertEquals(List.of("blocked"), told);
        listeners.forget("alarm");
        listeners.add(told::add);
        run();
        assertEquals(List.of("blocked"), told);
    }

    @Test
    void nothingIsKeptAfterTheEnd() {
        Consumer<String> listener = new ArrayList<>(List.of("kept"))::add;
        WeakReference<Consumer<String>> kept = new WeakReference<>(listener);
        listeners.add(listener);
        listeners.add(told::add);
        listeners.tellLasting("alarm", event("blocked"));
        listeners.tellLast(event("closed"));
        run();
        listener = null;
        assertNull(listener);
        Await.until(
                Duration.ofSeconds(20),
                () -> {
                    System.gc();
                    return kept.get() == null;
                },
                () -> "the listener is still held");
        listeners.add(told::add);
        listeners.tell("state", event("never told"));
        run();
        assertEquals(List.of("blocked", "closed"), told);
    }

    @Test
    void oneThatFailsKeepsOthersFromNothing() {
        IllegalStateException thrown = new IllegalStateException("contained");
        listeners.add(what -> {
            throw thrown;
        });
        listeners.add(told::add);
        listeners.tell(event("renamed"));
        run();
        assertEquals(List.of("renamed"), told);
        assertEquals(List.of(thrown), failures);
    }
}
