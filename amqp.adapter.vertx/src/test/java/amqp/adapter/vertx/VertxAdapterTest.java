// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the application's Vert.x. */
class VertxAdapterTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void outlivesTheAdapter() {
        try (Peer peer = Peer.echoing()) {
            for (int round = 0; round < 2; round++) {
                try (AdapterUnderTest subject = new AdapterUnderTest(VertxAdapter.on(vertx))) {
                    Recorder recorder = subject.connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder());
                    recorder.awaitConnected();
                    recorder.send(new byte[1000]);
                    recorder.await(Rule.BYTES_WHOLE, () -> recorder.received().length == 1000, "no echo");
                    assertEquals(0, subject.threads());
                }
            }
        }
    }

    @Test
    void executorAndTasksShareTheThreadOfTheContext() {
        VertxAdapter adapter = VertxAdapter.on(vertx);
        CompletableFuture<Thread> byTask = new CompletableFuture<>();
        CompletableFuture<Thread> byExecutor = new CompletableFuture<>();
        adapter.schedule(Duration.ZERO, () -> byTask.complete(Thread.currentThread()));
        adapter.executor().execute(() -> byExecutor.complete(Thread.currentThread()));
        assertSame(byTask.join(), byExecutor.join());
        adapter.close();
    }

    @Test
    void closedVertxClosesItsConnections() {
        try (Peer peer = Peer.echoing();
                AdapterUnderTest subject = new AdapterUnderTest(VertxAdapter.on(vertx))) {
            Recorder recorder = subject.connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder());
            recorder.awaitConnected();
            closeVertx();
            recorder.awaitClosed();
            recorder.transport().close();
        }
    }

    @Test
    void workerContextIsRefused() {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                refusal.complete(
                                        assertThrows(IllegalArgumentException.class, () -> VertxAdapter.on(vertx)));
                                return Future.succeededFuture();
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
                .onFailure(refusal::complete);
        assertTrue(refusal.join().getMessage().contains("event-loop context"));
    }

    @Test
    void providerIsTheFifthChoice() throws InterruptedException {
        VertxAdapterProvider provider = new VertxAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(500, provider.order());
        Adapter adapter = provider.create();
        adapter.close();
        assertTrue(adapter.awaitClosed(Duration.ofMinutes(1)));
    }
}
