// SPDX-License-Identifier: MPL-2.0
package amqp.integration.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.tls.TlsOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A sound adapter that is made faulty in one way. Closing it a second time ends what it left behind. */
final class FaultyAdapter implements Adapter {
    private static final int A_HUNDRED = 100;

    private final Fault fault;
    private final Adapter sound;
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch firstClose = new CountDownLatch(1);
    private final CountDownLatch secondClose = new CountDownLatch(1);

    FaultyAdapter(Fault fault, Adapter sound) {
        this.fault = fault;
        this.sound = sound;
    }

    @Override
    public String name() {
        return fault == Fault.NO_PROVIDER ? "nameless" : sound.name();
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        boolean neglected = connections.incrementAndGet() > A_HUNDRED;
        TransportHandler faulty = new FaultyHandler(fault, handler, neglected);
        return new FaultyTransport(fault, sound.connect(changed(endpoint), faulty));
    }

    private Endpoint changed(Endpoint endpoint) {
        if (fault == Fault.WAITS_FOR_EVER) {
            return endpoint.toBuilder().connectTimeout(Duration.ofHours(1)).build();
        }
        if (!endpoint.tls().enabled()) {
            return endpoint;
        }
        return switch (fault) {
            case TRUSTS_EVERYONE, SHOWS_NO_CERTIFICATE ->
                endpoint.toBuilder().tls(TlsOptions.trustEveryoneInsecurely()).build();
            case LEAVES_THE_NAME_TO_THE_CONTEXT ->
                endpoint.tls().trustManagers().isEmpty()
                        ? endpoint.toBuilder()
                                .tls(TlsOptions.trustEveryoneInsecurely())
                                .build()
                        : endpoint;
            case SENDS_NO_SERVER_NAME ->
                Endpoint.builder("127.0.0.1", endpoint.port())
                        .tls(TlsOptions.trustEveryoneInsecurely())
                        .build();
            case SPEAKS_NO_TLS -> endpoint.toBuilder().tls(TlsOptions.NONE).build();
            default -> endpoint;
        };
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

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return sound.awaitClosed(timeout);
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
