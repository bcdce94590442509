// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.method.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A method that the application gave, from then until its reply or its end. Linked by {@link DeadlineQueue}. */
final class Call implements Command {
    /** As good as for ever (146 years), and small enough for sums and differences of readings. */
    private static final long LONGEST = Long.MAX_VALUE / 2;

    final Method request;

    /** The channel it was given to; null for the connection itself. */
    final @Nullable ChannelEngine channel;

    final @Nullable Object attachment;

    /** Whom the messages of a basic.consume are for. */
    final @Nullable Object consumer;

    final long timeoutNanos;
    final long deadline;

    /** It is on the wire. */
    boolean sent;

    /**
     * Its time is over, or nobody wants it any more: not to be sent if it still waits, its reply not to be reported if it is
     * on its way.
     */
    boolean givenUp;

    @Nullable
    Call earlier;

    @Nullable
    Call later;

    boolean linked;

    Call(Method request, @Nullable ChannelEngine channel, @Nullable Object attachment, Duration timeout, long now) {
        this(request, channel, attachment, null, timeout, now);
    }

    Call(
            Method request,
            @Nullable ChannelEngine channel,
            @Nullable Object attachment,
            @Nullable Object consumer,
            Duration timeout,
            long now) {
        this.request = request;
        this.channel = channel;
        this.attachment = attachment;
        this.consumer = consumer;
        this.timeoutNanos = nanos(timeout);
        this.deadline = now + timeoutNanos;
    }

    /** Also of durations that are longer than nanoseconds can tell. */
    static long nanos(Duration duration) {
        return duration.getSeconds() < LONGEST / 1_000_000_000 ? duration.toNanos() : LONGEST;
    }

    Duration timeout() {
        return Duration.ofNanos(timeoutNanos);
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }
}
