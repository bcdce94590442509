// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.client.driver.Completion;
import amqp.codec.AmqpException;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One command that is given again, until it succeeds or is given up. In the strand. */
public final class ReplayedCommand implements Completion {
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);

    /** Up to 4 s. */
    private static final int DOUBLINGS = 4;

    private final int channel;
    private Method method;
    private final Optional<ReplayableConsumer> consumer;
    private final Consumer<Method> success;
    private ChannelReplay replay;
    private int attempts;
    private int exclusions;
    private long excludedAt;
    private boolean over;
    private String problem = "";

    private ReplayedCommand(
            int channel, Method method, Optional<ReplayableConsumer> consumer, Consumer<Method> success) {
        this.channel = channel;
        this.method = method;
        this.consumer = consumer;
        this.success = success;
    }

    /**
     * A command that declares, binds or selects something.
     *
     * @param channel as the report names it
     * @param success takes the reply
     */
    static ReplayedCommand of(int channel, Method method, Consumer<Method> success) {
        return new ReplayedCommand(channel, method, Optional.empty(), success);
    }

    /** A basic.consume. */
    static ReplayedCommand of(int channel, Method method, ReplayableConsumer consumer) {
        return new ReplayedCommand(channel, method, Optional.of(consumer), reply -> {});
    }

    /** The number of the channel that it belongs to; 0 for exchanges, queues and bindings. */
    public int channel() {
        return channel;
    }

    /** As it is given now. */
    public Method method() {
        return method;
    }

    /** Why it was given up, in one sentence; empty where it was not. */
    public String problem() {
        return problem;
    }

    /** The consumer that it brings back, where it does. */
    Optional<ReplayableConsumer> consumer() {
        return consumer;
    }

    /** It is about to be given. */
    void begin(ChannelReplay by) {
        replay = by;
        attempts++;
    }

    /** Whether it need not be given (any more), as its consumer may have been cancelled while another attempt was awaited. */
    boolean isOver() {
        return over || consumer.filter(ReplayableConsumer::hasEnded).isPresent();
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

    /**
     * The broker has refused it, since somebody else has it to themselves: this connection, perhaps, before it was lost.
     *
     * @return since when that is so, in nanoseconds
     */
    long excluded(long now) {
        if (exclusions++ == 0) {
            excludedAt = now;
        }
        return now - excludedAt;
    }

    /** How long to wait before it is tried again. */
    Duration exclusionDelay() {
        return FIRST_DELAY.multipliedBy(1L << Math.min(exclusions - 1, DOUBLINGS));
    }

    /**
     * The broker has refused it. Where that was a consumer of what only looks like a stream, by messages that came from
     * one, it is to be given without a place in it.
     *
     * @return whether it is
     */
    boolean isToGoWithoutPlace(CloseReason reason) {
        if (consumer.isEmpty()
                || !(reason instanceof CloseReason.ByPeer refusal && refusal.code() == ReplyCode.PRECONDITION_FAILED)) {
            return false;
        }
        BasicMethod.Consume refused = (BasicMethod.Consume) method;
        consumer.get().noStream();
        method = refused.arguments(consumer.get().arguments());
        return !method.equals(refused);
    }

    /** It will not be tried again. */
    void giveUp(String why) {
        over = true;
        problem = why;
        consumer.ifPresent(ReplayableConsumer::notResumed);
    }

    @Override
    public void replied(Method reply) {
        over = true;
        success.accept(reply);
        consumer.ifPresent(ReplayableConsumer::resumed);
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
