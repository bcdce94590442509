// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.CallInterruptedException;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a consumer, to be read in a loop. An iteration ends when no message has arrived for the given time; a
 * new iteration continues with the next message. The consumer runs until {@link #close} or until its channel is closed.
 * For use by one thread.
 */
public final class Deliveries implements Iterable<Delivery>, AutoCloseable {
    private final BlockingChannel channel;
    private final String consumerTag;
    private final boolean autoAck;
    private final DeliveryBuffer buffer;
    private final Duration idle;

    /** Taken from the buffer by a {@code hasNext} whose {@code next} was not called; the next iterator goes on with it. */
    private @Nullable Delivery ahead;

    Deliveries(BlockingChannel channel, String consumerTag, boolean autoAck, DeliveryBuffer buffer, Duration idle) {
        this.autoAck = autoAck;
        this.channel = channel;
        this.consumerTag = consumerTag;
        this.buffer = buffer;
        this.idle = idle;
    }

    /** Returns the tag of the consumer, unique on its channel. */
    public String consumerTag() {
        return consumerTag;
    }

    /**
     * Returns an iterator whose {@code hasNext} waits for a message. It throws {@link amqp.codec.AmqpException} when no
     * more messages can arrive, since the channel is closed or the broker has cancelled the consumer, and
     * {@link CallInterruptedException} when interrupted, without losing a message.
     */
    @Override
    public Iterator<Delivery> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (ahead == null) {
                    ahead = poll(idle);
                }
                return ahead != null;
            }

            @Override
            public Delivery next() {
                if (!hasNext()) {
                    throw new NoSuchElementException(
                            "no message came within " + TimeUnit.MILLISECONDS.convert(idle) + " ms");
                }
                Delivery next = ahead;
                ahead = null;
                return next;
            }
        };
    }

    /**
     * Cancels the consumer and requeues the messages that were not read, unless they need no acknowledgement. It has no
     * effect when the channel is closed already, or when called again.
     *
     * @throws amqp.client.CallTimeoutException when the broker does not answer within the call timeout
     * @throws CallInterruptedException when interrupted; the consumer is cancelled in any case
     */
    @Override
    public void close() {
        Delivery untaken = ahead;
        ahead = null;
        try {
            if (untaken != null) {
                giveBack(untaken);
            }
            channel.await(this::cancel);
        } catch (ClosedException endedWithItsChannel) {
            // The broker has them back already.
        }
    }

    /** What is left is given back by the command, so that it happens also when this thread is interrupted while it waits. */
    private CompletionStage<BasicMethod.CancelOk> cancel() {
        CompletableFuture<BasicMethod.CancelOk> cancelled =
                channel.channel().basicCancel(consumerTag).toCompletableFuture();
        cancelled.whenComplete((ok, failure) -> giveBack());
        return cancelled.copy(); // which the wait may complete without ending the command
    }

    private void giveBack() {
        for (Delivery left : buffer.drain()) {
            if (channel.isOpen()) {
                giveBack(left);
            }
        }
    }

    private void giveBack(Delivery left) {
        try {
            if (!autoAck) {
                left.nack(true);
            }
        } catch (DeliveryTagException dealtWith) {
            // It was lost with the connection, and the broker has it back; or the program acknowledged or recovered
            // everything on the channel, this one included.
        }
    }

    private @Nullable Delivery poll(Duration timeout) {
        try {
            return buffer.poll(timeout).orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(e);
        }
    }
}
