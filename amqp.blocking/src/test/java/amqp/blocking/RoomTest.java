// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ChannelOptions;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.PublishBlockedException;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.memory.MemoryAdapter;
import amqp.testkit.Await;
import amqp.testkit.scripted.ScriptedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A blocking publish waits for room: that of the network, and that of the publish window. */
class RoomTest {
    private static final int PORT = 5672;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] LARGE = new byte[20_000];
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final MemoryAdapter adapter = new MemoryAdapter().listen(PORT, broker);
    private BlockingConnection connection;
    private BlockingChannel channel;
    private Thread publisher;

    @AfterEach
    void nothingWasAgainstTheRules() {
        List<String> violations = adapter.io(broker::violations);
        adapter.close();
        assertEquals(List.of(), violations);
    }

    private void open(Duration publishTimeout, Dispatch dispatch) {
        connection = BlockingConnection.open(ConnectionOptions.builder()
                .adapter(adapter)
                .address("memory", PORT)
                .waterMarks(30_000, 10_000)
                .publishTimeout(publishTimeout)
                .closeTimeout(LONG)
                .dispatch(dispatch)
                .recovery(RecoveryOptions.NONE)
                .build());
    }

    /** The network takes nothing, and one more publish has to wait. */
    private void stuck(Duration publishTimeout) {
        stuck(publishTimeout, Dispatch.EXECUTOR);
    }

    private void stuck(Duration publishTimeout, Dispatch dispatch) {
        open(publishTimeout, dispatch);
        channel = connection.openChannel();
        adapter.transport().stuck(true);
        publish();
        publish();
    }

    /** As many publishes without a verdict as the window takes. */
    private void fullWindow(Duration publishTimeout) {
        open(publishTimeout, Dispatch.EXECUTOR);
        channel =
                connection.openChannel(ChannelOptions.builder().publishWindow(1).build());
        channel.confirmSelect();
        adapter.io(() -> broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
        assertTrue(channel.tryPublish(TO_Q, Message.of("first")));
    }

    private void publish() {
        channel.publish("", "q", Message.of(LARGE));
    }

    /** Returns null or what publishing threw; it waits already. */
    private FutureTask<RuntimeException> elsewhere(Runnable publish) {
        FutureTask<RuntimeException> task = new FutureTask<>(() -> {
            try {
                publish.run();
                return null;
            } catch (RuntimeException e) {
                return e;
            }
        });
        publisher = new Thread(task);
        publisher.start();
        Await.until(LONG, () -> isWaiting() || task.isDone(), () -> "the publisher is " + publisher.getState());
        assertFalse(task.isDone());
        return task;
    }

    private boolean isWaiting() {
        return publisher.getState() == Thread.State.TIMED_WAITING;
    }

    private static <T> T result(FutureTask<T> task) throws Exception {
        return task.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private int published() {
        return adapter.io(() -> broker.publishes().size());
    }

    @Test
    void thePublisherGoesOnWhenThereIsRoom() throws Exception {
        stuck(LONG);
        FutureTask<RuntimeException> third = elsewhere(this::publish);
        adapter.transport().stuck(false);
        assertNull(result(third));
        Await.until(LONG, () -> published() == 3, () -> published() + " were published");
    }

    @Test
    void noRoomInTimeIsAnException() {
        stuck(Duration.ofMillis(20));
        PublishBlockedException failure = assertThrows(PublishBlockedException.class, this::publish);
        assertTrue(
                failure.getMessage().contains("bytes wait to be sent, since the network is slower"),
                failure.getMessage());
        adapter.transport().stuck(false);
        channel.queueDeclare("q");
        assertEquals(2, published());
    }

    @Test
    void withATimeoutOfZeroThereIsNoWait() {
        stuck(Duration.ZERO);
        assertThrows(PublishBlockedException.class, this::publish);
    }

    @Test
    void aVeryLongTimeoutIsNoFault() throws Exception {
        stuck(Duration.ofSeconds(Long.MAX_VALUE));
        FutureTask<RuntimeException> third = elsewhere(this::publish);
        adapter.transport().stuck(false);
        assertNull(result(third));
    }

    @Test
    void manyMessagesWaitForRoomInBetween() throws Exception {
        open(LONG, Dispatch.EXECUTOR);
        channel = connection.openChannel();
        adapter.transport().stuck(true);
        FutureTask<RuntimeException> all =
                elsewhere(() -> channel.publishAll(TO_Q, Collections.nCopies(10, Message.of(LARGE))));
        adapter.transport().stuck(false);
        assertNull(result(all));
        Await.until(LONG, () -> published() == 10, () -> published() + " were published");
    }

    @Test
    void noRoomForTheRestInTimeSaysHowManyWerePublished() {
        open(Duration.ofMillis(20), Dispatch.EXECUTOR);
        channel = connection.openChannel();
        adapter.transport().stuck(true);
        PublishBlockedException failure = assertThrows(
                PublishBlockedException.class,
                () -> channel.publishAll(TO_Q, Collections.nCopies(10, Message.of(LARGE))));
        assertTrue(failure.getMessage().endsWith("; 2 of 10 messages were published"), failure.getMessage());
        failure =
                assertThrows(PublishBlockedException.class, () -> channel.publishAll(TO_Q, List.of(Message.of(LARGE))));
        assertFalse(failure.getMessage().contains(" of 1 "), failure.getMessage());
        adapter.transport().stuck(false);
        channel.queueDeclare("q");
        assertEquals(2, published());
    }

    @Test
    void manyMessagesPassASmallWindowAndTheirVerdictsAreAwaited() {
        open(LONG, Dispatch.EXECUTOR);
        channel =
                connection.openChannel(ChannelOptions.builder().publishWindow(2).build());
        channel.confirmSelect();
        channel.publishAll(TO_Q, List.of());
        channel.publishAll(TO_Q, Collections.nCopies(7, Message.of("m")));
        assertEquals(7, published());
        adapter.io(() -> broker.verdicts(publish ->
                publish.text().equals("bad") ? amqp.testkit.scripted.Verdict.NACK : amqp.testkit.scripted.Verdict.ACK));
        PublishFailedException failure = assertThrows(
                PublishFailedException.class,
                () -> channel.publishAll(TO_Q, List.of(Message.of("good"), Message.of("bad"), Message.of("good"))));
        assertEquals(Verdict.NACKED, failure.verdict());
        assertEquals(
                "at least one of 3 messages for exchange \"\" with routing key \"q\" was refused by the broker",
                failure.getMessage());
    }

    @Test
    void theIoThreadNeverWaits() {
        stuck(LONG, Dispatch.IO_THREAD);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        connection.connection().schedule(Duration.ZERO, () -> {
            try {
                publish();
                failure.complete(null);
            } catch (PublishBlockedException e) {
                failure.complete(e);
            }
        });
        assertInstanceOf(PublishBlockedException.class, get(failure));
    }

    @Test
    void anInterruptKeepsTheStatusAndSendsNothing() throws Exception {
        stuck(LONG);
        CompletableFuture<Boolean> status = new CompletableFuture<>();
        FutureTask<RuntimeException> third = elsewhere(() -> {
            try {
                publish();
            } finally {
                status.complete(Thread.currentThread().isInterrupted());
            }
        });
        publisher.interrupt();
        RuntimeException failure = result(third);
        assertInstanceOf(PublishBlockedException.class, failure);
        assertTrue(failure.getMessage().startsWith("interrupted while waiting"), failure.getMessage());
        assertTrue(get(status));
        adapter.transport().stuck(false);
        channel.queueDeclare("q");
        assertEquals(2, published());
    }

    @Test
    void aLostConnectionEndsTheWait() throws Exception {
        stuck(LONG);
        FutureTask<RuntimeException> third = elsewhere(this::publish);
        adapter.transport().breaks(new IOException("cable cut"));
        assertInstanceOf(ClosedException.class, result(third));
    }

    @Test
    void closingTheConnectionEndsTheWaitThoughTheNetworkIsStuck() throws Exception {
        stuck(LONG);
        FutureTask<RuntimeException> third = elsewhere(this::publish);
        connection.connection().close();
        assertInstanceOf(ClosedException.class, result(third));
        assertFalse(publisher.isInterrupted());
    }

    @Test
    void aClosedChannelEndsTheWaitThoughTheNetworkIsStuck() throws Exception {
        stuck(LONG);
        FutureTask<RuntimeException> third = elsewhere(this::publish);
        adapter.io(() -> broker.closeChannel(1, 541, "trouble", 0, 0));
        assertInstanceOf(ClosedException.class, result(third));
        assertTrue(connection.isOpen());
    }

    @Test
    void publishingWaitsForAVerdictWhenTheWindowIsFull() throws Exception {
        fullWindow(LONG);
        FutureTask<RuntimeException> second = elsewhere(this::publish);
        assertEquals(1, published());
        adapter.io(() -> broker.ack(1, 1, false));
        Await.until(LONG, () -> published() == 2, () -> published() + " were published");
        adapter.io(() -> broker.ack(1, 2, false));
        assertNull(result(second));
    }

    @Test
    void aWindowThatStaysFullIsAnException() {
        fullWindow(Duration.ofMillis(20));
        assertEquals(
                "no room to publish within 20 ms (publishTimeout): 1 publishes on channel 1 await the broker's verdict, as many as its window takes",
                assertThrows(PublishBlockedException.class, this::publish).getMessage());
        adapter.io(() -> broker.ack(1, 1, false));
        CompletionStage<Verdict> verdict = channel.publishConfirmed(TO_Q, Message.of("third"));
        adapter.io(() -> broker.ack(1, 2, false));
        assertEquals(Verdict.ACKED, get(verdict));
    }

    @Test
    void theEndOfTheConnectionEndsTheWaitForAVerdict() throws Exception {
        fullWindow(LONG);
        FutureTask<RuntimeException> second = elsewhere(this::publish);
        connection.connection().close();
        assertInstanceOf(ClosedException.class, result(second));
    }
}
