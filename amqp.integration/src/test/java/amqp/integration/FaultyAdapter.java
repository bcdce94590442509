// SPDX-License-Identifier: MPL-2.0
package amqp.integration;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TlsOptions;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A sound adapter that is made faulty in one way. Closing it a second time ends what it left behind. */
record FaultyAdapter(Fault fault, Adapter sound, CountDownLatch firstClose, CountDownLatch secondClose)
        implements Adapter {
    FaultyAdapter(Fault fault, Adapter sound) {
        this(fault, sound, new CountDownLatch(1), new CountDownLatch(1));
    }

    @Override
    public String name() {
        return fault == Fault.NO_PROVIDER ? "nameless" : sound.name();
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        boolean trusting = fault == Fault.TRUSTS_EVERYONE && endpoint.tls().enabled();
        Endpoint where = trusting ? endpoint.withTls(TlsOptions.trustEveryoneInsecurely()) : endpoint;
        return new FaultyTransport(fault, sound.connect(where, new FaultyHandler(fault, handler)));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (fault == Fault.RUNS_TASKS_AT_THE_CALLER) {
            task.run();
            return () -> {};
        }
        if (fault == Fault.OPEN_AFTER_CLOSE && firstClose.getCount() == 0) {
            return () -> {};
        }
        return sound.schedule(delay, task);
    }

    @Override
    public void close() {
        sound.close();
        if (firstClose.getCount() > 0) {
            firstClose.countDown();
            if (fault == Fault.LEAVES_A_THREAD) {
                leaveThread();
            }
        } else {
            secondClose.countDown();
        }
    }

    private void leaveThread() {
        Thread thread = new Thread(
                () -> {
                    try {
                        secondClose.await();
                    } catch (InterruptedException unexpected) {
                        throw new AssertionError(unexpected);
                    }
                },
                "amqp-" + name() + "-left");
        thread.setDaemon(true);
        thread.start();
    }
}
