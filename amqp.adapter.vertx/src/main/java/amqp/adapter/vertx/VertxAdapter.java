// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.OpenTransports;
import amqp.adapter.spi.toolkit.TimerQueue;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An adapter on Vert.x: all of its connections are on one event-loop context, the application's or its own. Make one
 * adapter in each verticle to spread them. Only a name look-up has a thread of its own while it lasts.
 *
 * <p>TLS is that of {@code amqp.tls}, not of Vert.x, whose options take neither an SSLContext nor trust managers of an application;
 * so TlsOptions mean the same as with every other adapter.
 */
public final class VertxAdapter implements Adapter {
    static final String NAME = "vertx";

    private static final int SIZE = 64 * 1024;

    private final AdapterThreads threads;
    private final Vertx vertx;
    private final boolean ownVertx;
    private final Context context;
    private final OpenTransports<VertxTransport> transports = new OpenTransports<>(this::endVertx);

    private final CompletableFuture<@Nullable Void> vertxEnded = new CompletableFuture<>();

    /** The context's thread, once it has run anything of this adapter. */
    private volatile @Nullable Thread thread;

    // The context's alone; each is empty again before another connection has its turn.
    private final byte[] scratch = new byte[SIZE];
    private final ByteBuffer outbound = ByteBuffer.allocate(SIZE);

    private VertxAdapter(AdapterThreads threads, Vertx vertx, boolean ownVertx, Context context) {
        this.threads = threads;
        this.vertx = vertx;
        this.ownVertx = ownVertx;
        this.context = context;
    }

    /** Makes an adapter with a Vert.x of its own, of one event loop. */
    public static VertxAdapter create() {
        AdapterThreads threads = new AdapterThreads(NAME);
        return threads.detached(() -> {
            Vertx own = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setUseDaemonThread(true)
                    .setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
            VertxAdapter made = new VertxAdapter(threads, own, true, own.getOrCreateContext());
            made.enter(() -> threads.adopt(made.thread).setName(threads.nextName()));
            return made;
        });
    }

    /**
     * Makes an adapter on a context of the application's Vert.x: the present one within a verticle, else a new one. The application closes
     * its Vert.x itself, after this adapter.
     *
     * @throws IllegalArgumentException when the present context is one of worker or virtual threads
     */
    public static VertxAdapter on(Vertx vertx) {
        Context context = vertx.getOrCreateContext();
        if (!context.isEventLoopContext()) {
            throw new IllegalArgumentException(
                    "The adapter needs an event-loop context; call this outside of worker and virtual-thread verticles");
        }
        return new VertxAdapter(new AdapterThreads(NAME), vertx, false, context);
    }

    /**
     * Runs tasks on the context. Given to a connection as its executor, it runs all callbacks there, which then must not
     * block; they share the context with the verticle that it belongs to, and need no synchronization with it.
     */
    public Executor executor() {
        return task -> context.runOnContext(turn -> task.run());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        VertxTransport transport = new VertxTransport(this, endpoint, handler);
        transports.start(transport, transport::start);
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Runnable guarded = transports.whileOpen(task);
        return later(delay, () -> AdapterThreads.run(guarded));
    }

    @Override
    public void close() {
        transports.close(VertxTransport::end);
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        long deadline = TimerQueue.deadline(System.nanoTime(), timeout);
        try {
            vertxEnded.get(TimerQueue.nanos(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            // Its threads have ended all the same, or will have to be waited for.
        }
        return threads.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    AdapterThreads threads() {
        return threads;
    }

    Vertx vertx() {
        return vertx;
    }

    byte[] scratch() {
        return scratch;
    }

    ByteBuffer outbound() {
        return outbound;
    }

    boolean onContext() {
        return Thread.currentThread() == thread;
    }

    /** @throws IllegalStateException when Vert.x is closed */
    void enter(Runnable entry) {
        try {
            context.runOnContext(turn -> {
                if (thread == null) {
                    thread = Thread.currentThread();
                }
                entry.run();
            });
        } catch (RejectedExecutionException vertxClosed) {
            throw new IllegalStateException(
                    "This Vert.x is closed; close the adapter first, then create both anew", vertxClosed);
        }
    }

    /** Not at all where Vert.x has closed, and the connections with it. */
    void soon(Runnable entry) {
        try {
            enter(entry);
        } catch (IllegalStateException vertxClosed) {
            // Its sockets are closed.
        }
    }

    /** Runs a task on the context after a while. */
    ScheduledTask later(Duration delay, Runnable task) {
        ScheduledTask scheduled = new ScheduledTask(this, delay, task);
        soon(scheduled::start);
        return scheduled;
    }

    /** A transport's socket is closed. */
    void forget(VertxTransport transport) {
        transports.remove(transport);
    }

    private void endVertx() {
        if (ownVertx) {
            vertx.close().onComplete(done -> vertxEnded.complete(null));
        } else {
            vertxEnded.complete(null);
        }
    }
}
