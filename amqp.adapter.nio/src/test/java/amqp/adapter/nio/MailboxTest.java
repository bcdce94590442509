// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void tasksKeepTheirOrder() {
        for (int i = 0; i < 5; i++) {
            put(i);
        }
        run(mailbox.takeAll());
        assertEquals(List.of(0, 1, 2, 3, 4), ran);
        assertNull(mailbox.takeAll());
        assertTrue(mailbox.isEmpty());
    }

    @Test
    void taskMayBePutAgainWhileItRuns() {
        Mailbox.Task[] again = new Mailbox.Task[1];
        again[0] = new Mailbox.Task(() -> {
            ran.add(-1);
            mailbox.put(again[0]);
        });
        mailbox.put(again[0]);
        put(1);
        run(mailbox.takeAll());
        assertEquals(List.of(-1, 1), ran);
        run(mailbox.close());
        assertEquals(List.of(-1, 1, -1), ran);
    }

    @Test
    void closedMailboxGivesTheLastAndRefuses() {
        put(1);
        run(mailbox.close());
        assertEquals(List.of(1), ran);
        assertFalse(mailbox.put(new Mailbox.Task(() -> {})));
        assertTrue(mailbox.isClosed());
    }

    @Test
    void nothingIsLostBetweenManyThreads() throws InterruptedException {
        int each = 20_000;
        Thread[] senders = IntStream.range(0, 4)
                .mapToObj(sender -> new Thread(() -> IntStream.range(0, each).forEach(i -> put(sender * each + i))))
                .toArray(Thread[]::new);
        Stream.of(senders).forEach(Thread::start);
        while (ran.size() < 4 * each) {
            run(mailbox.takeAll());
        }
        int[] next = new int[4];
        for (int number : ran) {
            assertEquals(next[number / each]++, number % each, "order of one sender");
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void put(int number) {
        mailbox.put(new Mailbox.Task(() -> ran.add(number)));
    }

    private static void run(Mailbox.Task oldest) {
        for (Mailbox.Task task = oldest; task != null; ) {
            Mailbox.Task next = task.next();
            task.action.run();
            task = next;
        }
    }
}
