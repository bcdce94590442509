// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import amqp.adapter.spi.toolkit.AdapterThreads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokerThreadTest {
    /** The inner task is run after the timers were looked at. */
    @Test
    void whatIsDueAtOnceRunsWhereTimeStandsStill() throws InterruptedException {
        var ran = new CountDownLatch(1);
        var thread = new BrokerThread(new AdapterThreads("test"), true, () -> {}, () -> Long.MAX_VALUE);
        thread.execute(() -> thread.execute(() -> thread.schedule(Duration.ZERO, ran::countDown)));
        thread.start();
        ran.await();
        thread.end();
    }
}
