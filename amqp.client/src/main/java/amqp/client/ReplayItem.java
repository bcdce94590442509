// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import java.util.function.Consumer;

/** One command that is given again. On the I/O thread. */
final class ReplayItem implements Completion {
    private final int channel;
    private final Method method;
    private final Subscription subscription;
    private final Consumer<Method> success;
    private Replay replay;
    private int attempts;
    private boolean over;
    private String problem = "";

    private ReplayItem(int channel, Method method, Subscription subscription, Consumer<Method> success) {
        this.channel = channel;
        this.method = method;
        this.subscription = subscription;
        this.success = success;
    }

    /**
     * @param channel as the report names it
     * @param success takes the reply
     */
    static ReplayItem of(int channel, Method method, Consumer<Method> success) {
        return new ReplayItem(channel, method, null, success);
    }

    /** A consumer. */
    static ReplayItem of(int channel, Method method, Subscription subscription) {
        return new ReplayItem(channel, method, subscription, reply -> {});
    }

    Method method() {
        return method;
    }

    /** It is about to be given; with what attached. */
    Completion begin(Replay by) {
        replay = by;
        attempts++;
        if (subscription == null) {
            return this;
        }
        subscription.resuming(this);
        return subscription;
    }

    boolean isOver() {
        return over;
    }

    /** What it brought about is gone. */
    void again() {
        if (problem.isEmpty()) {
            over = false;
        }
    }

    int attempts() {
        return attempts;
    }

    /** It will not be tried again. */
    void giveUp(String why) {
        over = true;
        problem = why;
        if (subscription != null) {
            subscription.notResumed();
        }
    }

    RecoveryReport.Item report() {
        return new RecoveryReport.Item(channel, method, problem);
    }

    @Override
    public void replied(Method reply) {
        over = true;
        success.accept(reply);
        if (subscription != null) {
            subscription.resumed();
        }
        replay.progressed();
    }

    @Override
    public void failed(AmqpException timeout) {
        replay.failed(timeout);
    }

    /** The channel tells the replay. */
    @Override
    public void closed(CloseReason reason) {}
}
