// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.PublishCallback;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.MetricsCollector;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Sequence numbers of the publishes of a channel in confirm mode, and who is told their verdicts. By any thread. */
final class Confirms {
    private final SdkChannel channel;
    private final MetricsCollector metrics;
    private final List<ConfirmListener> listeners = new CopyOnWriteArrayList<>();

    /** 0 before confirm mode. */
    private final AtomicLong next = new AtomicLong();

    Confirms(SdkChannel channel, MetricsCollector metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    List<ConfirmListener> listeners() {
        return listeners;
    }

    ConfirmListener add(ConfirmCallback ack, ConfirmCallback nack) {
        ConfirmListener both = new ConfirmListener() {
            @Override
            public void handleAck(long number, boolean multiple) throws IOException {
                ack.handle(number, multiple);
            }

            @Override
            public void handleNack(long number, boolean multiple) throws IOException {
                nack.handle(number, multiple);
            }
        };
        listeners.add(both);
        return both;
    }

    void selected() {
        next.compareAndSet(0, 1);
    }

    /** Numbers begin anew with a channel that came back, as they do at the broker. */
    void recovered() {
        if (next.get() > 0) {
            next.set(1);
        }
    }

    /** 0 when the channel is not in confirm mode. */
    long next() {
        return next.get();
    }

    /** A callback with the number of the next publish. */
    PublishCallback publishing() {
        return new Outstanding(next.getAndIncrement());
    }

    /** One publish without a verdict. */
    private final class Outstanding implements PublishCallback {
        private final long number;

        Outstanding(long number) {
            this.number = number;
        }

        /** A message that no queue took has been told to the return listeners, and is acknowledged as at the broker. */
        @Override
        public void settled(Verdict verdict) {
            if (verdict == Verdict.NACKED) {
                metrics.basicPublishNack(channel, number, false);
                tell(listener -> listener.handleNack(number, false));
            } else {
                metrics.basicPublishAck(channel, number, false);
                tell(listener -> listener.handleAck(number, false));
            }
        }

        /** Nobody is told, as with amqp-client: the shutdown signal says it. */
        @Override
        public void unknown(ClosedException why) {
            metrics.basicPublishFailure(channel, why);
        }

        private void tell(Told told) {
            for (ConfirmListener listener : listeners) {
                try {
                    told.to(listener);
                } catch (Throwable e) {
                    channel.exceptionHandler().handleConfirmListenerException(channel, e);
                }
            }
        }
    }

    private interface Told {
        void to(ConfirmListener listener) throws IOException;
    }
}
