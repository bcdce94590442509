// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Mode;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A channel that is busy at its own pace, counting what it receives on the I/O thread. */
final class BusyChannel {
    /** More than any round takes. */
    private static final String BLAST = "blast.1000000000000." + Gauge.BODY.length;

    private static final String ECHO = "echo";

    private final Channel channel;
    private final AtomicLong received = new AtomicLong();
    private volatile boolean ending;
    private String tag = "";

    BusyChannel(Channel channel) {
        this.channel = channel;
    }

    long count() {
        return received.get();
    }

    /** Begins; completes when the consumer is there. */
    CompletionStage<?> begin(BusyLoad load) {
        ending = false;
        return switch (load) {
            case CONSUME ->
                channel.basicQos(Mode.PREFETCH)
                        .thenCompose(done -> channel.basicConsume(BasicMethod.Consume.of(BLAST), this::consumed))
                        .thenAccept(given -> tag = given);
            case ECHO ->
                channel.basicConsume(BasicMethod.Consume.of(ECHO).noAck(true), this::echoed)
                        .thenAccept(given -> {
                            tag = given;
                            publish();
                        });
        };
    }

    CompletionStage<?> end() {
        ending = true;
        return channel.basicCancel(tag);
    }

    private void consumed(Delivery delivery) {
        if (counted() % Mode.ACK_EVERY == 0) {
            delivery.ackMultiple();
        }
    }

    private void echoed(Delivery delivery) {
        counted();
        if (!ending) {
            publish();
        }
    }

    /** One thread alone counts. */
    private long counted() {
        long count = received.getPlain() + 1;
        received.setOpaque(count);
        return count;
    }

    private void publish() {
        channel.publish("", ECHO, Message.of(Gauge.BODY));
    }
}
