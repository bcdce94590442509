// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Waiter;
import amqp.connection.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfirmWindowTest {
    private final Waiter waiter = new Waiter(new Progress(new PrintWriter(new StringWriter()), "test", 0));
    private final ConfirmWindow window = new ConfirmWindow(waiter);

    @Test
    void neverMoreThanTheWindowIsUnsettled() throws InterruptedException {
        int messages = 20 * ConfirmWindow.SIZE;
        LinkedBlockingQueue<Verdict> wire = new LinkedBlockingQueue<>();
        AtomicInteger unsettled = new AtomicInteger();
        int most = 0;
        Thread broker = new Thread(() -> settle(wire, unsettled, messages));
        broker.start();
        for (int i = 0; i < messages; i++) {
            window.awaitRoom();
            most = Math.max(most, unsettled.incrementAndGet());
            wire.add(i % 2 == 0 ? Verdict.ACKED : Verdict.NACKED);
            window.sent();
        }
        window.awaitAll();
        broker.join();
        assertTrue(most <= ConfirmWindow.SIZE, "unsettled: " + most);
        assertEquals(messages, window.published());
        assertEquals(messages / 2, window.count(Verdict.ACKED));
        assertEquals(messages / 2, window.count(Verdict.NACKED));
        assertEquals(0, window.count(Verdict.UNKNOWN));
    }

    private void settle(LinkedBlockingQueue<Verdict> wire, AtomicInteger unsettled, int messages) {
        try {
            for (int i = 0; i < messages; i++) {
                Verdict verdict = wire.take();
                unsettled.decrementAndGet();
                window.settled(verdict);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatHasNoVerdictIsUnknown() {
        window.sent();
        window.sent();
        window.sent();
        window.settled(Verdict.RETURNED);
        window.settled(Verdict.UNKNOWN);
        assertEquals(1, window.count(Verdict.RETURNED));
        assertEquals(2, window.count(Verdict.UNKNOWN));
    }

    @Test
    void aFailureEndsTheWaiting() {
        RuntimeException failure = new IllegalStateException("gone");
        window.sent();
        waiter.fail(failure);
        assertSame(failure, assertThrows(IllegalStateException.class, window::awaitAll));
    }
}
