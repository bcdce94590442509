// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.client.driver.Completion;
import amqp.codec.AmqpException;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import java.util.Optional;
import java.util.function.Consumer;

/** One command that is given again, until it succeeds or is given up. In the strand. */
public final class ReplayedCommand implements Completion {
    private final int channel;
    private final Method method;
    private final Optional<ReplayableConsumer> consumer;
    private final Consumer<Method> success;
    private ChannelReplay replay;
    private int attempts;
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
