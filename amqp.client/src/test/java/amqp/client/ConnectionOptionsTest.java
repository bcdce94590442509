// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.SocketOptions;
import amqp.client.dispatch.SdkExecutors;
import amqp.codec.FieldValue;
import amqp.connection.EngineOptions;
import amqp.memory.MemoryConnection;
import amqp.tls.TlsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionOptionsTest {
    @Test
    void hasDefaults() {
        ConnectionOptions options = ConnectionOptions.builder().build();
        assertEquals(List.of(new Address("localhost", 5672)), options.addresses());
        assertEquals("/", options.virtualHost());
        assertEquals(Duration.ofSeconds(20), options.callTimeout());
        assertEquals(Duration.ofSeconds(10), options.closeTimeout());
        assertEquals(Duration.ofSeconds(60), options.publishTimeout());
        assertEquals(Dispatch.EXECUTOR, options.dispatch());
        assertEquals(16 << 20, options.inboxBound());
        assertSame(RecoveryOptions.DEFAULT, options.recovery());
        assertEquals(SettingsTest.view(ConnectionOptions.DEFAULT), SettingsTest.view(options));
        EngineOptions engine = options.engineOptions();
        assertEquals(EngineOptions.DEFAULT.tuning(), engine.tuning());
        assertEquals(EngineOptions.DEFAULT.handshakeTimeout(), engine.handshakeTimeout());
        assertEquals(EngineOptions.DEFAULT.closeTimeout(), engine.closeTimeout());
        assertEquals(EngineOptions.DEFAULT.maxMessageSize(), engine.maxMessageSize());
        assertEquals(EngineOptions.DEFAULT.backpressureMultiplier(), engine.backpressureMultiplier());
        assertEquals(EngineOptions.DEFAULT.highWaterMark(), engine.highWaterMark());
        assertEquals(EngineOptions.DEFAULT.lowWaterMark(), engine.lowWaterMark());
        assertEquals(FieldValue.of("Java"), engine.clientProperties().get("platform"));
    }

    @Test
    void takesWhatIsSet() {
        SocketOptions socket = SocketOptions.builder().noDelay(false).build();
        ConnectionOptions options = ConnectionOptions.builder()
                .addresses(List.of(new Address("a", 1), new Address("b", 2)))
                .tls(TlsOptions.system())
                .socket(socket)
                .connectTimeout(Duration.ofSeconds(1))
                .handshakeTimeout(Duration.ofSeconds(2))
                .callTimeout(Duration.ofSeconds(3))
                .closeTimeout(Duration.ofSeconds(4))
                .publishTimeout(Duration.ZERO)
                .heartbeat(Duration.ZERO)
                .maxMessageSize(7)
                .inboxBound(8)
                .backpressureMultiplier(9)
                .waterMarks(11, 10)
                .dispatch(Dispatch.IO_THREAD)
                .mechanisms(List.of("EXTERNAL"))
                .clientProperties(Map.of("product", "mine"))
                .build();
        assertEquals(socket, options.endpoint(options.addresses().get(1)).socket());
        assertEquals("b:2", options.endpoint(options.addresses().get(1)).address());
        assertEquals(Duration.ofSeconds(3), options.callTimeout());
        assertEquals(Duration.ZERO, options.publishTimeout());
        assertEquals(8, options.inboxBound());
        assertEquals(Dispatch.IO_THREAD, options.dispatch());
        EngineOptions engine = options.engineOptions();
        assertEquals(0, engine.tuning().heartbeatSeconds());
        assertEquals(Duration.ofSeconds(2), engine.handshakeTimeout());
        assertEquals(Duration.ofSeconds(4), engine.closeTimeout());
        assertEquals(7, engine.maxMessageSize());
        assertEquals(9, engine.backpressureMultiplier());
        assertEquals(11, engine.highWaterMark());
        assertEquals(10, engine.lowWaterMark());
        assertEquals(List.of("EXTERNAL"), engine.mechanismWishes());
        assertEquals(FieldValue.of("mine"), engine.clientProperties().get("product"));
    }

    @Test
    void aBuilderDoesNotReachBackIntoWhatItBuilt() {
        ConnectionOptions.Builder builder = ConnectionOptions.builder().virtualHost("first");
        ConnectionOptions first = builder.build();
        builder.virtualHost("second");
        assertEquals("first", first.virtualHost());
        ConnectionOptions third = first.toBuilder().virtualHost("third").build();
        assertEquals("first", first.virtualHost());
        assertEquals("third", third.virtualHost());
        assertNotSame(first.toBuilder(), first.toBuilder());
    }

    static Stream<UnaryOperator<ConnectionOptions.Builder>> contradictions() {
        Duration none = Duration.ZERO;
        return Stream.of(
                builder -> builder.addresses(List.of()),
                builder -> builder.address("", 1),
                builder -> builder.address("a", 0),
                builder -> builder.address("a", 65536),
                builder -> builder.virtualHost("v".repeat(256)),
                builder -> builder.channelMax(-1),
                builder -> builder.channelMax(65536),
                builder -> builder.frameMax(4095),
                builder -> builder.frameMax(-1),
                builder -> builder.heartbeat(Duration.ofSeconds(-1)),
                builder -> builder.heartbeat(Duration.ofSeconds(65536)),
                builder -> builder.heartbeat(Duration.ofMillis(1500)),
                builder -> builder.heartbeat(Duration.ofSeconds(1, 1)),
                builder -> builder.connectTimeout(none),
                builder -> builder.handshakeTimeout(none),
                builder -> builder.callTimeout(none),
                builder -> builder.closeTimeout(Duration.ofSeconds(-1)),
                builder -> builder.publishTimeout(Duration.ofNanos(-1)),
                builder -> builder.maxMessageSize(-1),
                builder -> builder.inboxBound(0),
                builder -> builder.backpressureMultiplier(0),
                builder -> builder.waterMarks(10, 10),
                builder -> builder.waterMarks(10, -1));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesWhatCannotBe(UnaryOperator<ConnectionOptions.Builder> setting) {
        ConnectionOptions.Builder builder = ConnectionOptions.builder();
        assertThrows(
                IllegalArgumentException.class, () -> setting.apply(builder).build());
    }

    @Test
    void theCallbackExecutorKeepsNoProcessAlive() {
        java.util.concurrent.CompletableFuture<Thread> thread = new java.util.concurrent.CompletableFuture<>();
        SdkExecutors.CALLBACKS.execute(() -> thread.complete(Thread.currentThread()));
        assertTrue(MemoryConnection.get(thread).isDaemon());
    }
}
