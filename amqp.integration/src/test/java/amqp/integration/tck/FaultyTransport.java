// SPDX-License-Identifier: MPL-2.0
package amqp.integration.tck;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Transport;
import java.time.Duration;

/** A sound transport that is made faulty in one way. */
record FaultyTransport(Fault fault, Transport sound) implements Transport {
    @Override
    public void flush() {
        if (fault != Fault.LOSES_A_FLUSH) {
            sound.flush();
        }
    }

    @Override
    public void pauseReading() {
        if (fault != Fault.READS_ON_WHEN_PAUSED) {
            sound.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        sound.resumeReading();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Duration wait = fault == Fault.RUNS_TASKS_EARLY ? Duration.ZERO : delay; // early on a busy machine too
        Cancellable scheduled = sound.schedule(wait, task);
        return fault == Fault.RUNS_CANCELLED ? () -> {} : scheduled;
    }

    @Override
    public boolean onIoThread() {
        return switch (fault) {
            case CALLS_FROM_ANOTHER_THREAD -> false;
            // Or else it would be found by that.
            case OVERLAPPING_CALLS -> true;
            default -> sound.onIoThread();
        };
    }

    @Override
    public void close() {
        switch (fault) {
            case IGNORES_CLOSE -> {}
            case CUTS_TLS_OFF ->
                sound.schedule(Duration.ZERO, () -> {
                    throw new IllegalStateException("no close_notify");
                });
            default -> sound.close();
        }
    }
}
