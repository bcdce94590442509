// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's flight recorder is given. */
class FlightRecordingTest {
    private static final List<String> ALL = List.of(
            "amqp.ConnectionLost",
            "amqp.ConnectionRecovered",
            "amqp.PublishHeldUp",
            "amqp.SlowHandler",
            "amqp.ConfirmRoundTrip");

    @TempDir
    private Path folder;

    private Recording recording(Duration threshold) {
        Recording recording = new Recording();
        for (String event : ALL) {
            recording.enable(event).withThreshold(threshold);
        }
        recording.start();
        return recording;
    }

    private List<RecordedEvent> stop(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String kind) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(kind))
                .toList();
    }

    private static Channel confirming(Connection connection) {
        Channel channel = get(connection.openChannel());
        get(channel.confirmSelect());
        return channel;
    }

    @Test
    void lossAndRecoveryAreRecorded() throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = recording(Duration.ZERO);
                Losses losses = new Losses(Losses.SOON)) {
            losses.loseAndRecover();
            events = stop(recording);
        }
        RecordedEvent lost = of(events, "amqp.ConnectionLost").get(0);
        assertEquals("memory:5672", lost.getString("address"));
        assertTrue(lost.getString("reason").contains("cable cut"), lost.toString());
        RecordedEvent recovered = of(events, "amqp.ConnectionRecovered").get(0);
        assertEquals(1, recovered.getInt("rounds"));
        assertEquals(0, recovered.getInt("missing"));
        assertTrue(recovered.getDuration("outage").toNanos() > 0, recovered.toString());
    }

    @Test
    void confirmsHandlersAndWaitsAreRecorded() throws IOException {
        List<RecordedEvent> events;
        RecordingObserver observer = new RecordingObserver(); // which is called all the same
        try (Recording recording = recording(Duration.ZERO);
                MemoryConnection world = MemoryConnection.open(options -> options.observer(observer))) {
            Channel channel = get(world.connection.openChannel(
                    ChannelOptions.builder().publishWindow(1).build()));
            get(channel.confirmSelect());
            world.adapter.io(() -> world.broker.verdicts(any -> Verdict.NONE));
            channel.publish("", "q", Message.of("1"));
            channel.publish("x", "k", Message.of("2"));
            world.adapter.io(() -> world.broker.ack(1, 1, false));
            MemoryConnection.await(
                    () -> world.adapter.io(() -> world.broker.publishes().size()) == 2, () -> "not published");
            List<String> handled = new CopyOnWriteArrayList<>();
            String tag = get(channel.basicConsume("q", delivery -> {
                handled.add(MemoryConnection.text(delivery));
                if (handled.size() == 2) {
                    throw new IllegalStateException("the second one");
                }
            }));
            world.deliver(1, tag, "a", "b");
            observer.await("handled b, which threw the second one");
            world.adapter.io(() -> world.broker.closeChannel(1, 404, "no exchange", 60, 40));
            get(channel.closed());
            observer.await("unknown 2");
            events = stop(recording);
        }
        List<RecordedEvent> trips = of(events, "amqp.ConfirmRoundTrip");
        assertEquals(2, trips.size());
        assertEquals("ACKED", trips.get(0).getString("verdict"));
        assertEquals("q", trips.get(0).getString("routingKey"));
        assertEquals("UNKNOWN", trips.get(1).getString("verdict"));
        assertEquals("x", trips.get(1).getString("exchange"));
        List<RecordedEvent> handlers = of(events, "amqp.SlowHandler");
        assertEquals(2, handlers.size());
        assertEquals("q", handlers.get(0).getString("queue"));
        assertNull(handlers.get(0).getClass("thrown"));
        assertEquals(
                "java.lang.IllegalStateException",
                handlers.get(1).getClass("thrown").getName());
        assertEquals(1, of(events, "amqp.PublishHeldUp").size());
    }

    @Test
    void whatIsQuickIsNotRecorded() throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = recording(Duration.ofHours(1));
                MemoryConnection world = MemoryConnection.open()) {
            Channel channel = confirming(world.connection);
            get(channel.publishConfirmed(BasicMethod.Publish.of("", "q"), Message.of("1")));
            List<String> handled = new CopyOnWriteArrayList<>();
            String tag = get(channel.basicConsume("q", delivery -> handled.add(MemoryConnection.text(delivery))));
            world.adapter.io(() -> world.broker.deliver(1, tag, "", "q", Map.of(), MemoryConnection.octets("a")));
            MemoryConnection.await(() -> handled.size() == 1, () -> "handled: " + handled);
            events = stop(recording);
        }
        assertEquals(List.of(), of(events, "amqp.ConfirmRoundTrip"));
        assertEquals(List.of(), of(events, "amqp.SlowHandler"));
    }

    @Test
    void withoutARecordingNobodyObserves() {
        try (MemoryConnection world = MemoryConnection.open()) {
            assertFalse(world.connection.core().isObserved());
            Recording recording = recording(Duration.ZERO);
            assertTrue(world.connection.core().isObserved());
            recording.close();
            assertFalse(world.connection.core().isObserved());
        }
    }
}
