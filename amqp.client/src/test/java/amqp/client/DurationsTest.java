// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Durations of every size: each is obeyed or refused, and none overflows. */
class DurationsTest {
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final List<Duration> LONG = List.of(
            LONGEST,
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE / 1000),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofDays(1));
    private static final List<Duration> NEGATIVE =
            List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(Long.MIN_VALUE), Duration.ofNanos(-1));

    @Test
    void ofTheOptionsMayBeLong() {
        for (Duration timeout : LONG) {
            try (Losses losses = new Losses(
                    Losses.SOON,
                    options -> options.connectTimeout(timeout)
                            .handshakeTimeout(timeout)
                            .callTimeout(timeout)
                            .closeTimeout(timeout)
                            .publishTimeout(timeout))) {
                Channel channel = get(losses.connection.openChannel());
                get(channel.queueDeclare("q"));
                get(channel.basicConsume("q", delivery -> {}));
                assertEquals(0, losses.loseAndRecover().missing().size());
                get(channel.close());
                CloseReason reason = get(losses.connection.close());
                assertTrue(reason instanceof CloseReason.ByApplication, reason::toString);
            }
        }
    }

    @Test
    void ofTheOptionsAreMoreThanZero() {
        ConnectionOptions.Builder options = ConnectionOptions.builder();
        List<BiFunction<ConnectionOptions.Builder, Duration, ?>> timeouts = List.of(
                ConnectionOptions.Builder::connectTimeout,
                ConnectionOptions.Builder::handshakeTimeout,
                ConnectionOptions.Builder::callTimeout,
                ConnectionOptions.Builder::closeTimeout);
        for (BiFunction<ConnectionOptions.Builder, Duration, ?> timeout : timeouts) {
            assertThrows(IllegalArgumentException.class, () -> timeout.apply(options, Duration.ZERO));
            NEGATIVE.forEach(
                    negative -> assertThrows(IllegalArgumentException.class, () -> timeout.apply(options, negative)));
        }
        NEGATIVE.forEach(
                negative -> assertThrows(IllegalArgumentException.class, () -> options.publishTimeout(negative)));
        for (Duration interval : LONG) {
            assertThrows(IllegalArgumentException.class, () -> options.heartbeat(interval));
        }
        NEGATIVE.forEach(negative -> assertThrows(IllegalArgumentException.class, () -> options.heartbeat(negative)));
    }

    @Test
    void ofAWaitForConfirms() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.confirmingChannel();
            for (Duration timeout : LONG) {
                channel.publish("", "q", Message.of(new byte[1]));
                assertEquals(1, get(channel.allConfirmed(timeout)).acked());
            }
            assertThrows(IllegalArgumentException.class, () -> channel.allConfirmed(Duration.ZERO));
            NEGATIVE.forEach(
                    negative -> assertThrows(IllegalArgumentException.class, () -> channel.allConfirmed(negative)));
            world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
            channel.publish("", "q", Message.of(new byte[1]));
            failure(CallTimeoutException.class, channel.allConfirmed(Duration.ofNanos(1)));
        }
    }

    @Test
    void ofAScheduledTask() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            for (Duration delay : LONG) {
                Runnable never = () -> {
                    throw new AssertionError("ran although its time is far away");
                };
                world.connection.schedule(delay, never).cancel();
                channel.schedule(delay, never); // and the timer goes on
            }
            for (Duration delay : NEGATIVE) {
                CompletableFuture<Boolean> ran = new CompletableFuture<>();
                world.connection.schedule(delay, () -> channel.schedule(delay, () -> ran.complete(true)));
                assertTrue(get(ran));
            }
        }
    }

    @Test
    void ofATakeFromABuffer() throws Exception {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            DeliveryBuffer buffer = new DeliveryBuffer(channel);
            String tag = get(channel.basicConsume("q", buffer));
            for (Duration timeout : NEGATIVE) {
                assertTrue(buffer.poll(timeout).isEmpty());
            }
            for (Duration timeout : LONG) {
                world.deliver(1, tag, "x");
                assertTrue(buffer.poll(timeout).isPresent());
            }
        }
    }

    @Test
    void aTimeoutIsToldHoweverLongItWas() {
        assertEquals(
                "queue.declare was not answered within 9223372036854775807 ms",
                new CallTimeoutException("queue.declare", LONGEST).getMessage());
    }
}
