// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnconfirmedTest {
    @Test
    void isFullAndHasRoomAgain() {
        Unconfirmed two = new Unconfirmed(2);
        for (int i = 0; i < 2; i++) {
            assertTrue(two.awaitRoom());
            two.sent();
        }
        assertFalse(two.awaitRoom());
        two.settled();
        assertTrue(two.awaitRoom());
        assertFalse(two.awaitAll());
        two.settled();
        assertTrue(two.awaitAll());
    }

    @Test
    void aConfirmWakesTheProducer() {
        Unconfirmed one = new Unconfirmed(1);
        for (int i = 0; i < 1000; i++) {
            one.sent();
            CompletableFuture<Void> broker = CompletableFuture.runAsync(one::settled);
            while (!one.awaitRoom()) {
                // Until the other thread has run.
            }
            broker.join();
        }
    }
}
