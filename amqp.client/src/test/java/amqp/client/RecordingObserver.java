// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what it sees, one line a call. */
final class RecordingObserver implements ClientObserver {
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<Duration> heldUp = new CopyOnWriteArrayList<>();

    /** What it saw but for the beginnings and ends of connections and channels. */
    List<String> messages() {
        return seen.stream()
                .filter(line -> !line.startsWith("connection") && !line.startsWith("channel"))
                .toList();
    }

    List<String> seen(String begin) {
        return seen.stream().filter(line -> line.startsWith(begin)).toList();
    }

    void await(String line) {
        MemoryConnection.await(() -> seen.contains(line), () -> "not seen: " + line + " but " + seen);
    }

    @Override
    public void connectionOpened(Connection connection) {
        seen.add("connection opened");
    }

    @Override
    public void connectionLost(Connection connection, CloseReason reason) {
        seen.add("connection lost");
    }

    @Override
    public void connectionRecovered(Connection connection, RecoveryReport report) {
        seen.add("connection recovered in " + report.rounds());
    }

    @Override
    public void connectionClosed(Connection connection, CloseReason reason) {
        seen.add("connection closed");
    }

    @Override
    public void connectionBlocked(Connection connection, String reason) {
        seen.add("connection blocked: " + reason);
    }

    @Override
    public void connectionUnblocked(Connection connection, Duration time) {
        seen.add("connection unblocked");
    }

    @Override
    public void channelOpened(Channel channel) {
        seen.add("channel opened: " + channel.number());
    }

    @Override
    public void channelClosed(Channel channel, CloseReason reason) {
        seen.add("channel closed: " + reason.getClass().getSimpleName());
    }

    @Override
    public @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        String text = message.text();
        if (text.startsWith("unobserved")) {
            return null;
        }
        seen.add("publishing " + text);
        return new PublishObservation() {
            @Override
            public Message message(Message given) {
                return text.startsWith("replaced") ? Message.of("instead of " + text) : given;
            }

            @Override
            public void sent(boolean awaitsVerdict) {
                seen.add((awaitsVerdict ? "sent " : "sent, the end, ") + text);
            }

            @Override
            public void noRoom() {
                seen.add("no room for " + text);
            }

            @Override
            public void refused(RuntimeException why) {
                seen.add("refused " + text + ": " + why.getClass().getSimpleName());
            }

            @Override
            public void settled(Verdict verdict) {
                seen.add(verdict + " " + text);
            }

            @Override
            public void unknown(ClosedException why) {
                seen.add("unknown " + text);
            }
        };
    }

    @Override
    public void heldUp(Channel channel, Duration time) {
        heldUp.add(time);
    }

    @Override
    public void returned(Channel channel, Returned returned) {
        seen.add("returned " + returned.message().text());
    }

    @Override
    public DeliveryObservation handling(Delivery delivery, String queue) {
        Thread thread = Thread.currentThread();
        seen.add("handling " + MemoryConnection.text(delivery) + " from " + queue);
        return thrown -> seen.add("handled " + MemoryConnection.text(delivery)
                + (thrown == null ? "" : ", which threw " + thrown.getMessage())
                + (thread == Thread.currentThread() ? "" : " on another thread"));
    }

    @Override
    public void received(Delivery delivery, String queue) {
        seen.add("received " + MemoryConnection.text(delivery) + " from " + queue);
    }

    @Override
    public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
        seen.add("acknowledged " + deliveryTag + (multiple ? " and before: " : ": ") + messages);
    }

    @Override
    public void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {
        seen.add("rejected " + deliveryTag + (multiple ? " and before: " : ": ") + messages
                + (requeue ? " to its queue" : ""));
    }
}
