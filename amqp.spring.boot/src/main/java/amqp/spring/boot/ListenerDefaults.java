// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.client.Delivery;
import amqp.codec.FieldValue;
import amqp.consumer.Acknowledgement;
import amqp.consumer.ConsumerOptions;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** What the properties say of all listeners, and so what an annotation comes to. */
final class ListenerDefaults {
    private final RabbitProperties.Simple simple;
    private final Duration shutdownTimeout;
    private final UnaryOperator<String> placeholders;

    /** @param placeholders replaces them in a text */
    ListenerDefaults(
            RabbitProperties.Simple simple, AmqpProperties.Listener listener, UnaryOperator<String> placeholders) {
        this.simple = simple;
        this.shutdownTimeout = listener.shutdownTimeout();
        this.placeholders = placeholders;
    }

    String queue(AmqpListener listener) {
        return text(listener.queue());
    }

    String connection(AmqpListener listener) {
        return text(listener.connection());
    }

    boolean autoStartup(AmqpListener listener) {
        var given = text(listener.autoStartup());
        return given.isEmpty() ? simple.autoStartup() : Boolean.parseBoolean(given);
    }

    ConsumerOptions options(AmqpListener listener) {
        var options = ConsumerOptions.builder()
                .concurrency(number("concurrency", listener.concurrency(), simple.concurrency()))
                .prefetch(number("prefetch", listener.prefetch(), simple.prefetch()))
                .acknowledgement(acknowledgement(listener.ackMode()))
                .retries(retries(listener))
                .stopTimeout(shutdownTimeout);
        var header = text(listener.orderedByHeader());
        if (!header.isEmpty()) options.orderedBy(delivery -> header(delivery, header));
        var errorQueue = text(listener.errorQueue());
        if (!errorQueue.isEmpty()) options.publishFailed("", errorQueue);
        else if (simple.defaultRequeueRejected()) options.requeueFailed();
        else options.rejectFailed();
        return options.build();
    }

    private Acknowledgement acknowledgement(AckMode given) {
        var mode = given == AckMode.CONFIGURED ? simple.acknowledgeMode().mode() : given;
        return mode == AckMode.MANUAL ? Acknowledgement.MANUAL : Acknowledgement.AUTOMATIC;
    }

    private ReconnectionStrategy retries(AmqpListener listener) {
        var retry = simple.retry();
        int most = number("retries", listener.retries(), retry.enabled() ? retry.maxRetries() : 0);
        if (most == 0) return ReconnectionStrategy.none();
        var delay = text(listener.retryDelay());
        var first = delay.isEmpty() ? retry.initialInterval() : DurationStyle.detectAndParse(delay);
        var longest = retry.maxInterval().compareTo(first) > 0 ? retry.maxInterval() : first;
        return ReconnectionStrategy.exponential().toBuilder()
                .first(first)
                .factor(retry.multiplier())
                .longest(longest)
                .jitter(0)
                .build()
                .atMost(most);
    }

    private int number(String what, String given, int otherwise) {
        var text = text(given);
        try {
            return text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " is \"" + text + "\" and not a number", e);
        }
    }

    private String text(String given) {
        var resolved = placeholders.apply(given);
        return resolved == null ? "" : resolved.strip();
    }

    private static @Nullable FieldValue header(Delivery delivery, String name) {
        return delivery.properties().headers().get(name);
    }
}
