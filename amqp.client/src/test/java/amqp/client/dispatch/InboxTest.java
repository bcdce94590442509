// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InboxTest {
    private static final int SIZE = 1000;

    private final List<String> told = new ArrayList<>();
    private final Inbox inbox = new Inbox(8000, 32_000, () -> told.add("full"), () -> told.add("room"));

    private void arrive(int messages) {
        for (int i = 0; i < messages; i++) {
            inbox.arrived(SIZE);
        }
    }

    private void take(int messages) {
        for (int i = 0; i < messages; i++) {
            inbox.taken(SIZE);
        }
    }

    @Test
    void stopsOverTheBoundAndGoesOnAtHalfOfIt() {
        arrive(8);
        assertEquals(List.of(), told);
        arrive(1);
        assertEquals(List.of("full"), told);
        take(4);
        assertEquals(List.of("full"), told);
        take(1);
        assertEquals(List.of("full", "room"), told);
    }

    @Test
    void letsAnEighthIn() {
        arrive(9);
        inbox.letIn();
        assertEquals(List.of("full", "room"), told);
        arrive(1);
        assertFalse(inbox.isPaused());
        arrive(1);
        assertEquals(List.of("full", "room", "full"), told);
        take(7);
        arrive(4);
        assertFalse(inbox.isPaused());
        arrive(1); // the bound is what it was
        assertTrue(inbox.isPaused());
    }

    @Test
    void letsInUpToTheFirmBound() {
        arrive(9);
        for (int i = 0; i < 100; i++) {
            inbox.letIn();
            if (!inbox.isPaused()) {
                arrive(1);
            }
        }
        assertTrue(inbox.isPaused());
        take(28); // of the 33 that are in, to the half of the bound
        assertTrue(inbox.isPaused());
        take(1);
        assertFalse(inbox.isPaused());
    }

    @Test
    void letsNothingInWhenItIsNotFull() {
        arrive(8);
        inbox.letIn();
        arrive(1);
        assertEquals(List.of("full"), told);
    }

    @Test
    void whatIsTakenWhileReadingIsBeingStoppedIsNoticed() {
        List<Inbox> itself = new ArrayList<>();
        Inbox slow = new Inbox(
                8000,
                32_000,
                () -> {
                    told.add("full");
                    for (int i = 0; i < 9; i++) {
                        CompletableFuture.runAsync(() -> {}).join();
                        itself.get(0).taken(SIZE);
                    }
                },
                () -> told.add("room"));
        itself.add(slow);
        for (int i = 0; i < 9; i++) {
            slow.arrived(SIZE);
        }
        assertEquals(List.of("full", "room"), told);
    }

    /** A reader that stops and a consumer that takes: whoever loses a resume leaves both waiting for each other. */
    @Test
    @Timeout(60)
    void noResumeIsLost() throws Exception {
        int messages = 200_000;
        AtomicBoolean reading = new AtomicBoolean(true);
        Inbox tight = new Inbox(300, 1200, () -> reading.set(false), () -> reading.set(true));
        Semaphore arrived = new Semaphore(0);
        Thread consumer = new Thread(() -> {
            for (int i = 0; i < messages; i++) {
                arrived.acquireUninterruptibly();
                tight.taken(200);
            }
        });
        consumer.start();
        for (int i = 0; i < messages; i++) {
            while (!reading.get()) {
                Thread.yield();
            }
            tight.arrived(200);
            arrived.release();
        }
        consumer.join(Duration.ofSeconds(20).toMillis());
        assertFalse(consumer.isAlive());
        assertTrue(reading.get());
    }
}
