// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.client.PublishObservation;
import amqp.codec.Message;
import amqp.connection.Verdict;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What metrics need at least: counts of each kind, and the time of each verdict and handler. */
final class CountingObserver implements ClientObserver {
    private final LongAdder published = new LongAdder();
    private final LongAdder settled = new LongAdder();
    private final LongAdder verdictNanos = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder handlerNanos = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();

    @Override
    public PublishObservation publishing(Channel channel, String exchange, String routingKey, Message message) {
        return new Publishing();
    }

    @Override
    public DeliveryObservation handling(Delivery delivery, String queue) {
        return new Handling();
    }

    @Override
    public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
        acknowledged.add(messages);
    }

    private final class Publishing implements PublishObservation {
        private final long start = System.nanoTime();

        @Override
        public void sent(boolean awaitsVerdict) {
            published.increment();
        }

        @Override
        public void settled(Verdict verdict) {
            settled.increment();
            verdictNanos.add(System.nanoTime() - start);
        }
    }

    private final class Handling implements DeliveryObservation {
        private final long start = System.nanoTime();

        @Override
        public void handled(@Nullable Throwable thrown) {
            handled.increment();
            handlerNanos.add(System.nanoTime() - start);
        }
    }

    @Override
    public String toString() {
        return published + " published, " + settled + " settled in " + verdictNanos + " ns, " + handled + " handled in "
                + handlerNanos + " ns, " + acknowledged + " acknowledged";
    }
}
