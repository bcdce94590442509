// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.CallTimeoutException;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import java.util.HashMap;
import java.util.Map;

/** One consumer of an application. */
final class Consumption implements DeliveryHandler {
    private final ChannelUser channel;
    private final Entity queue;
    private final boolean noAck;
    private final int prefetch;
    private final Map<String, Long> numbers = new HashMap<>();
    private String tag;
    private Standing standing = Standing.PENDING;
    private boolean ended;
    private boolean interrupted;

    /** @param prefetch -1 when it is not known */
    Consumption(ChannelUser channel, Entity queue, boolean noAck, int prefetch, String tag) {
        this.channel = channel;
        this.queue = queue;
        this.noAck = noAck;
        this.prefetch = prefetch;
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    Entity queue() {
        return queue;
    }

    boolean noAck() {
        return noAck;
    }

    int prefetch() {
        return prefetch;
    }

    boolean isPrefetchKnown() {
        return prefetch >= 0;
    }

    ChannelUser channel() {
        return channel;
    }

    Standing standing() {
        return standing;
    }

    boolean isPresent() {
        return standing == Standing.PRESENT;
    }

    void begun(String given) {
        if (standing == Standing.PENDING) {
            standing = Standing.PRESENT;
            tag = given;
        }
    }

    /** One whose consume had no reply in time is undone, should the broker have it. */
    void failed(AmqpException failure) {
        failed();
        if (failure instanceof CallTimeoutException) {
            standing = Standing.ABSENT;
        }
    }

    void failed() {
        standing = Standing.UNKNOWN;
        channel.application().entities().left(queue);
    }

    void cancelling() {
        standing = Standing.PENDING;
    }

    void cancelled() {
        standing = Standing.ABSENT;
        channel.application().entities().left(queue);
    }

    @Override
    public void onDelivery(Delivery delivery) {
        called("onDelivery");
        if (interrupted) {
            world().violated(Invariant.SILENT_AFTER_END, this + ": onDelivery before onResumed");
        }
        inOrder(delivery);
        channel.deliveries().delivered(this, delivery);
        channel.application().mayFail();
    }

    /**
     * Redelivered ones apart, a queue gives what one channel published in the order in which it was published. A
     * connection that was lost may have been heard later than the one after it; then in the order in which it was heard.
     */
    private void inOrder(Delivery delivery) {
        String id = Deliveries.id(delivery);
        boolean own = Publication.key(id).startsWith(channel.application() + ".");
        if (!own || channel.application().settings().republishes() || delivery.redelivered()) {
            return;
        }
        String key = Publication.key(id);
        Long before = numbers.put(key, Publication.number(id));
        boolean backwards = before != null && before >= Publication.number(id);
        if (backwards && !channel.application().wasTakenLater(id, key + ":" + before)) {
            world().violated(Invariant.DELIVERY_ORDER, this + " got " + id + " after number " + before);
        }
    }

    @Override
    public void onCancel(String consumerTag) {
        called("onCancel");
        end();
    }

    @Override
    public void onCancelOk(String consumerTag) {
        called("onCancelOk");
        ended = true;
    }

    @Override
    public void onClosed(ClosedException why) {
        called("onClosed");
        end();
    }

    /** A filter of the application did not want it back. */
    void leftOut() {
        failed();
    }

    private void end() {
        ended = true;
        standing = Standing.ABSENT;
        channel.application().entities().left(queue);
    }

    @Override
    public void onInterrupted(ClosedException why) {
        called("onInterrupted");
        if (interrupted) {
            world().violated(Invariant.INTERRUPTED_ONCE, this + " was interrupted and is interrupted again");
        }
        interrupted = true;
        channel.application().mayFail();
    }

    /** Whether it was interrupted and nothing has followed. */
    boolean isInterrupted() {
        return interrupted && !ended;
    }

    @Override
    public void onResumed(String consumerTag) {
        called("onResumed");
        if (!interrupted) {
            world().violated(Invariant.INTERRUPTED_ONCE, this + " was resumed and not interrupted");
        }
        if (!consumerTag.equals(tag) && isPresent()) {
            world().violated(Invariant.CHANNELS_RESTORED, this + " was resumed as " + consumerTag);
        }
        interrupted = false;
    }

    private World world() {
        return channel.application().world();
    }

    private void called(String what) {
        channel.application().called(what);
        if (ended) {
            world().violated(Invariant.SILENT_AFTER_END, this + ": " + what + " after its end");
        }
    }

    @Override
    public String toString() {
        return "consumer \"" + tag + "\" of " + channel + " on " + queue.name();
    }
}
