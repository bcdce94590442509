// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes failed messages with confirms, on a channel of its own that is opened for the first one. */
final class FailedQueue {
    private static final int LONGEST_TEXT = 1000;
    private static final String CC = "CC";

    private final Connection connection;
    private final String queue;
    private final BasicMethod.Publish method;

    /** Null while there is none; one that has failed once this is closed. */
    private final AtomicReference<@Nullable CompletableFuture<Channel>> channel = new AtomicReference<>();

    FailedQueue(Connection connection, String queue, FailedMessages where) {
        this.connection = connection;
        this.queue = queue;
        this.method =
                BasicMethod.Publish.of(where.exchange(), where.routingKey()).mandatory(true);
    }

    /**
     * @param outcome called once, with null when the broker has the message
     */
    void publish(Delivery delivery, Throwable why, Consumer<@Nullable Throwable> outcome) {
        open().thenCompose(open -> publish(open, delivery, why)).whenComplete((verdict, failure) -> {
            if (failure != null) {
                outcome.accept(failure instanceof CompletionException ? failure.getCause() : failure);
            } else if (verdict == Verdict.ACKED) {
                outcome.accept(null);
            } else {
                outcome.accept(new IllegalStateException(
                        verdict == Verdict.RETURNED ? "no queue took the failed message" : "the broker refused it"));
            }
        });
    }

    private CompletionStage<Verdict> publish(Channel open, Delivery delivery, Throwable why) {
        try {
            return open.publishConfirmed(method, Message.of(described(delivery, why), delivery.body()));
        } catch (IllegalArgumentException | WireException malformed) { // no room for more headers, or not to be read
            return open.publishConfirmed(method, delivery.message());
        }
    }

    private CompletionStage<Channel> open() {
        CompletableFuture<Channel> mine = new CompletableFuture<>();
        CompletableFuture<Channel> others = channel.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        try {
            connection.openChannel().whenComplete((opened, failure) -> {
                if (failure != null) {
                    fail(mine, failure);
                } else {
                    confirming(opened, mine);
                }
            });
        } catch (IllegalStateException noNumberIsFree) {
            fail(mine, noNumberIsFree);
        }
        return mine;
    }

    private void confirming(Channel opened, CompletableFuture<Channel> mine) {
        opened.closed().thenRun(() -> channel.compareAndSet(mine, null));
        opened.confirmSelect().whenComplete((ok, failure) -> {
            if (failure != null) {
                fail(mine, failure);
                opened.close();
            } else {
                mine.complete(opened);
            }
        });
    }

    private void fail(CompletableFuture<Channel> mine, Throwable failure) {
        channel.compareAndSet(mine, null);
        mine.completeExceptionally(failure);
    }

    /** For good: what is given later is not published, and opens no channel. */
    void close() {
        CompletableFuture<Channel> last =
                channel.getAndSet(CompletableFuture.failedFuture(new IllegalStateException("the consumer has ended")));
        if (last != null) {
            last.thenAccept(Channel::close);
        }
    }

    private BasicProperties described(Delivery delivery, Throwable why) {
        FieldTable.Builder headers = FieldTable.builder();
        for (var header : delivery.properties().headers().entries().entrySet()) {
            if (!header.getKey().equals(CC)) { // would send copies to where the original went
                headers.put(header.getKey(), header.getValue());
            }
        }
        headers.put("x-exception-message", text(why));
        headers.put("x-original-queue", queue);
        headers.put("x-original-exchange", delivery.exchange());
        headers.put("x-original-routingKey", delivery.routingKey());
        return without(delivery.properties(), headers.build());
    }

    /** Without user-id, which only its own user may send, and expiration, since nothing failed may be lost. */
    private static BasicProperties without(BasicProperties original, FieldTable headers) {
        BasicProperties.Builder kept = BasicProperties.builder().headers(headers);
        set(original.contentType(), kept::contentType);
        set(original.contentEncoding(), kept::contentEncoding);
        set(original.deliveryMode(), kept::deliveryMode);
        set(original.priority(), kept::priority);
        set(original.correlationId(), kept::correlationId);
        set(original.replyTo(), kept::replyTo);
        set(original.messageId(), kept::messageId);
        set(original.timestampRaw(), kept::timestampRaw);
        set(original.type(), kept::type);
        set(original.appId(), kept::appId);
        return kept.build();
    }

    private static <T> void set(@Nullable T value, Consumer<T> property) {
        if (value != null) {
            property.accept(value);
        }
    }

    private static String text(Throwable why) {
        String text = String.valueOf(why);
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT / 2));
    }
}
