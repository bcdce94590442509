// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientObserverTest {
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");

    private final RecordingObserver observer = new RecordingObserver();
    private final MemoryConnection world = MemoryConnection.open(options -> options.observer(observer));

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (MemoryConnection ending = world) {
            assertEquals(List.of(), ending.violations());
        }
    }

    /** In any order, but for the first: a verdict may overtake what is said of the sending. */
    private void expect(String... lines) {
        MemoryConnection.await(() -> observer.messages().size() >= lines.length, () -> "seen: " + observer.messages());
        assertEquals(lines[0], observer.messages().get(0));
        assertEquals(
                Stream.of(lines).sorted().toList(),
                observer.messages().stream().sorted().toList());
    }

    private void silent() {
        world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
    }

    private List<String> published() {
        return world.adapter.io(
                () -> world.broker.publishes().stream().map(Publish::text).toList());
    }

    private static List<Message> messages(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> Message.of(Integer.toString(i)))
                .toList();
    }

    // ---- connections and channels ----

    @Test
    void beginningsAndEnds() {
        Channel channel = world.channel();
        get(world.connection.openChannel());
        get(channel.close());
        get(world.connection.close());
        assertEquals(
                List.of(
                        "connection opened",
                        "channel opened: 1",
                        "channel opened: 2",
                        "channel closed: ByApplication",
                        "channel closed: ByApplication",
                        "connection closed"),
                observer.seen);
    }

    @Test
    void aChannelThatTheBrokerCloses() {
        Channel channel = world.channel();
        world.adapter.io(() -> world.broker.closeChannel(1, 404, "no exchange", 60, 40));
        get(channel.closed());
        assertEquals(List.of("channel closed: ByPeer"), observer.seen("channel closed"));
    }

    @Test
    void aConnectionThatCannotBeOpenedIsNotSeen() {
        world.adapter.listenNoMore(Address.PORT);
        RecordingObserver other = new RecordingObserver();
        failure(
                ConnectionFailedException.class,
                Connection.open(
                        world.connection.options().toBuilder().observer(other).build()));
        assertEquals(List.of(), other.seen);
    }

    @Test
    void blockedAndUnblocked() {
        world.adapter.io(() -> world.broker.block("low on memory"));
        observer.await("connection blocked: low on memory");
        world.adapter.io(world.broker::unblock);
        observer.await("connection unblocked");
        world.adapter.io(() -> world.broker.block("again"));
        observer.await("connection blocked: again");
        get(world.connection.close());
        assertEquals(
                List.of("connection unblocked", "connection closed"),
                observer.seen.subList(observer.seen.size() - 2, observer.seen.size()));
    }

    // ---- publishing ----

    @Test
    void withoutConfirmsSentIsTheEnd() {
        Channel channel = world.channel();
        channel.publish("", "q", Message.of("a"));
        assertTrue(channel.tryPublish(TO_Q, Message.of("b")));
        channel.publishAll(TO_Q, messages(1, 2));
        expect(
                "publishing a",
                "sent, the end, a",
                "publishing b",
                "sent, the end, b",
                "publishing 1",
                "publishing 2",
                "sent, the end, 1",
                "sent, the end, 2");
    }

    @Test
    void eachFormGetsItsVerdict() {
        Channel channel = world.confirmingChannel();
        CopyOnWriteArrayList<Verdict> heard = new CopyOnWriteArrayList<>();
        channel.publish("", "q", Message.of("nobody hears")); // its verdict
        assertEquals(Verdict.ACKED, get(channel.publishConfirmed(TO_Q, Message.of("stage"))));
        channel.publishConfirmed(TO_Q, Message.of("callback"), heard::add);
        assertTrue(channel.tryPublish(TO_Q, Message.of("try")));
        assertTrue(channel.tryPublishConfirmed(TO_Q, Message.of("try callback"), heard::add));
        channel.publishAll(TO_Q, messages(1, 2));
        assertEquals(2, get(channel.publishAllConfirmed(TO_Q, messages(3, 4))).acked());
        assertEquals(100, channel.tryPublishAll(TO_Q, messages(101, 200)));
        List<String> all = new ArrayList<>(List.of("nobody hears", "stage", "callback", "try", "try callback"));
        IntStream.rangeClosed(1, 4).forEach(i -> all.add(Integer.toString(i)));
        IntStream.rangeClosed(101, 200).forEach(i -> all.add(Integer.toString(i)));
        for (String text : all) {
            observer.await("ACKED " + text);
            observer.await("sent " + text);
            assertEquals(1, Collections.frequency(observer.seen, "publishing " + text), text);
            assertEquals(1, Collections.frequency(observer.seen, "ACKED " + text), text);
        }
        assertEquals(all.size() * 3, observer.messages().size());
        MemoryConnection.await(() -> heard.size() == 2, () -> "heard: " + heard);
        assertEquals(all, published());
    }

    @Test
    void returnedAndRefusedByTheBroker() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish -> publish.text().equals("lonely")
                ? amqp.testkit.scripted.Verdict.RETURN
                : amqp.testkit.scripted.Verdict.NACK));
        channel.publish(TO_Q.mandatory(true), Message.of("lonely"));
        channel.publish(TO_Q, Message.of("unwanted"));
        observer.await("RETURNED lonely");
        observer.await("NACKED unwanted");
        assertEquals(List.of("returned lonely"), observer.seen("returned"));
    }

    @Test
    void notEveryMessageNeedsToBeObserved() {
        Channel channel = world.confirmingChannel();
        assertEquals(
                3,
                get(channel.publishAllConfirmed(
                                TO_Q, List.of(Message.of("unobserved 1"), Message.of("a"), Message.of("unobserved 2"))))
                        .acked());
        assertEquals(Verdict.ACKED, get(channel.publishConfirmed(TO_Q, Message.of("unobserved 3"))));
        expect("publishing a", "sent a", "ACKED a");
    }

    @Test
    void anotherMessageIsSentInstead() {
        Channel channel = world.channel();
        channel.publish("", "q", Message.of("replaced 1"));
        assertTrue(channel.tryPublish(TO_Q, Message.of("replaced 2")));
        channel.publishAll(TO_Q, List.of(Message.of("replaced 3"), Message.of("4")));
        MemoryConnection.await(() -> published().size() == 4, () -> "published: " + published());
        assertEquals(
                List.of("instead of replaced 1", "instead of replaced 2", "instead of replaced 3", "4"), published());
    }

    @Test
    void refusedPublishes() {
        Channel channel = world.channel();
        String tooLong = "k".repeat(256);
        assertThrows(IllegalArgumentException.class, () -> channel.publish("", tooLong, Message.of("a")));
        assertThrows(
                IllegalArgumentException.class,
                () -> channel.publishAll(BasicMethod.Publish.of("", tooLong), messages(1, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> channel.tryPublishAll(BasicMethod.Publish.of("", tooLong), messages(3, 3)));
        assertThrows(
                IllegalStateException.class, () -> channel.tryPublishConfirmed(TO_Q, Message.of("b"), verdict -> {}));
        get(channel.close());
        assertThrows(ClosedException.class, () -> channel.publish(TO_Q, Message.of("c")));
        expect(
                "publishing a",
                "refused a: IllegalArgumentException",
                "publishing 1",
                "publishing 2",
                "refused 1: IllegalArgumentException",
                "refused 2: IllegalArgumentException",
                "publishing 3",
                "refused 3: IllegalArgumentException",
                "publishing b",
                "refused b: IllegalStateException",
                "publishing c",
                "refused c: ClosedException");
    }

    @Test
    void aFullWindowHoldsPublishesUp() {
        Channel channel = get(world.connection.openChannel(
                ChannelOptions.builder().publishWindow(2).build()));
        get(channel.confirmSelect());
        silent();
        channel.publishAll(TO_Q, messages(1, 3)); // the third one is kept
        assertFalse(channel.tryPublish(TO_Q, Message.of("4")));
        assertEquals(0, channel.tryPublishAll(TO_Q, messages(5, 6)));
        CompletableFuture<Void> room = channel.writable().toCompletableFuture();
        CompletableFuture<Void> givenUp = channel.writable().toCompletableFuture();
        givenUp.cancel(false);
        assertEquals(1, observer.heldUp.size());
        world.adapter.io(() -> world.broker.ack(1, 2, true));
        observer.await("ACKED 2");
        get(room);
        MemoryConnection.await(() -> observer.heldUp.size() == 3, () -> "held up: " + observer.heldUp);
        MemoryConnection.await(() -> published().size() == 3, () -> "published: " + published());
        assertFalse(observer.seen.contains("ACKED 3"));
        world.adapter.io(() -> world.broker.ack(1, 3, false));
        observer.await("ACKED 3");
        assertEquals(List.of("no room for 4", "no room for 5", "no room for 6"), observer.seen("no room"));
        assertEquals(3, observer.heldUp.size());
        get(channel.writable());
        assertEquals(3, observer.heldUp.size()); // nobody had to wait
        assertTrue(observer.heldUp.stream().noneMatch(time -> time.isNegative()));
    }

    @Test
    void thereIsNoVerdictOfAChannelThatEnds() {
        Channel channel = get(world.connection.openChannel(
                ChannelOptions.builder().publishWindow(2).build()));
        get(channel.confirmSelect());
        silent();
        channel.publishAll(TO_Q, messages(1, 3)); // the third one is never sent
        world.adapter.io(() -> world.broker.closeChannel(1, 404, "no exchange", 60, 40));
        get(channel.closed());
        assertEquals(List.of("unknown 1", "unknown 2", "unknown 3"), observer.seen("unknown"));
    }

    // ---- consuming ----

    @Test
    void handlersAreObservedOnTheirThread() {
        Channel channel = world.channel();
        String tag = get(channel.basicConsume("q", delivery -> {
            if (MemoryConnection.text(delivery).equals("bad")) {
                throw new IllegalStateException("it is bad");
            }
        }));
        world.deliver(1, tag, "good", "bad");
        expect("handling good from q", "handled good", "handling bad from q", "handled bad, which threw it is bad");
    }

    @Test
    void whatIsTakenWithoutAHandlerIsReceived() throws Exception {
        Channel channel = world.channel();
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        String tag = get(channel.basicConsume("q", buffer));
        world.deliver(1, tag, "a", "b");
        buffer.poll(MemoryConnection.LONG).orElseThrow();
        MemoryConnection.await(() -> buffer.size() == 1, () -> "there are " + buffer.size());
        buffer.drain();
        expect("received a from q", "received b from q");
        world.adapter.io(() -> world.broker.answer(
                "basic.get", get -> world.broker.getOk(get, "", "r", Map.of(), MemoryConnection.octets("got"))));
        get(channel.basicGet("r")).orElseThrow();
        observer.await("received got from r");
    }

    @Test
    void acknowledgementsTellHowManyMessages() throws Exception {
        Channel channel = world.channel();
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        String tag = get(channel.basicConsume("q", buffer));
        world.deliver(1, tag, "1", "2", "3", "4", "5", "6", "7", "8");
        MemoryConnection.await(() -> buffer.size() == 8, () -> "there are " + buffer.size());
        channel.basicAck(2, false);
        channel.basicAck(4, true);
        channel.basicNack(5, false, true);
        channel.basicReject(6, false);
        channel.basicNack(7, true, false);
        channel.basicAck(0, true);
        assertThrows(RuntimeException.class, () -> channel.basicAck(8, true));
        expect(
                "acknowledged 2: 1",
                "acknowledged 4 and before: 3",
                "rejected 5: 1 to its queue",
                "rejected 6: 1",
                "rejected 7 and before: 1",
                "acknowledged 0 and before: 1");
    }

    // ---- several, and those that fail ----

    private static final class Failing implements ClientObserver {
        @Override
        public void connectionOpened(Connection connection) {
            throw new IllegalStateException("opened");
        }

        @Override
        public @Nullable PublishObservation publishing(
                Channel channel, String exchange, String routingKey, Message message) {
            if (message.text().equals("a")) {
                throw new IllegalStateException("publishing");
            }
            return new PublishObservation() {
                @Override
                public Message message(Message given) {
                    throw new IllegalStateException("message");
                }

                @Override
                public void sent(boolean awaitsVerdict) {
                    throw new IllegalStateException("sent");
                }

                @Override
                public void settled(Verdict verdict) {
                    throw new IllegalStateException("settled");
                }
            };
        }

        @Override
        public DeliveryObservation handling(Delivery delivery, String queue) {
            if (MemoryConnection.text(delivery).equals("a")) {
                throw new IllegalStateException("handling");
            }
            return thrown -> {
                throw new IllegalStateException("handled");
            };
        }

        @Override
        public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
            throw new IllegalStateException("acknowledged");
        }
    }

    private static void work(MemoryConnection other) {
        Channel channel = other.confirmingChannel();
        assertEquals(Verdict.ACKED, get(channel.publishConfirmed(TO_Q, Message.of("a"))));
        assertEquals(Verdict.ACKED, get(channel.publishConfirmed(TO_Q, Message.of("b"))));
        List<String> handled = new CopyOnWriteArrayList<>();
        String tag = get(channel.basicConsume("q", delivery -> {
            delivery.ack();
            handled.add(MemoryConnection.text(delivery));
        }));
        other.deliver(1, tag, "a", "b");
        MemoryConnection.await(() -> handled.size() == 2, () -> "handled: " + handled);
    }

    @Test
    void oneThatFailsChangesNothingAndIsReportedOnce() {
        List<CallbackFailure> failures = new CopyOnWriteArrayList<>();
        try (MemoryConnection other =
                MemoryConnection.open(options -> options.observer(new Failing()).onCallbackFailure(failures::add))) {
            work(other);
            assertEquals(1, failures.size());
            assertEquals("the observer", failures.get(0).callback());
            assertEquals(other.connection, failures.get(0).origin());
            assertEquals("opened", failures.get(0).thrown().getMessage());
        }
    }

    @Test
    void severalAreCalledWhateverOneThrows() {
        RecordingObserver first = new RecordingObserver();
        RecordingObserver last = new RecordingObserver();
        try (MemoryConnection other = MemoryConnection.open(
                options -> options.observer(ClientObserver.all(List.of(first, new Failing(), last)))
                        .onCallbackFailure(failure -> {}))) {
            work(other);
            get(other.connection.close());
        }
        for (String line : List.of(
                "connection opened",
                "channel opened: 1",
                "publishing a",
                "sent a",
                "ACKED a",
                "ACKED b",
                "handling a from q",
                "handled a",
                "handled b",
                "acknowledged 1: 1",
                "connection closed")) {
            first.await(line);
            last.await(line);
        }
        MemoryConnection.await(() -> first.seen.size() == last.seen.size(), () -> first.seen + " but " + last.seen);
    }

    @Test
    void eachOfSeveralSeesTheMessageOfTheOneBefore() {
        ClientObserver tagging = new ClientObserver() {
            @Override
            public PublishObservation publishing(Channel channel, String exchange, String routingKey, Message message) {
                return new PublishObservation() {
                    @Override
                    public Message message(Message given) {
                        return Message.of(given.text() + "+");
                    }
                };
            }
        };
        try (MemoryConnection other =
                MemoryConnection.open(options -> options.observer(ClientObserver.all(List.of(tagging, tagging))))) {
            Channel channel = other.channel();
            MemoryConnection.publish(channel, "a");
            channel.publishAll(TO_Q, messages(1, 2));
            MemoryConnection.await(
                    () -> other.adapter.io(() -> other.broker.publishes().stream()
                            .map(Publish::text)
                            .toList()
                            .equals(List.of("a++", "1++", "2++"))),
                    () -> "published: " + other.broker.publishes());
        }
    }

    @Test
    void anObserverIsAnOption() {
        assertTrue(ConnectionOptions.DEFAULT.observer().isEmpty());
        assertEquals(observer, world.connection.options().observer().orElseThrow());
        assertThrows(
                NullPointerException.class, () -> ConnectionOptions.builder().observer(null));
    }
}
