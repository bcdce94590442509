// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.AdapterThreads;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An adapter on selectors: each loop serves many connections with one thread. Normally each loop has a daemon thread of
 * its own and serves many connections; connections are spread over the loops in turn. With {@link #withCallerLoop}
 * there is one loop and no thread: the application calls {@link #run} or {@link #runOnce}, and everything of the
 * adapter happens inside those calls.
 */
public final class NioAdapter implements Adapter {
    static final String NAME = "nio";

    private final AdapterThreads threads;
    private final List<Loop> loops;
    private final boolean callerLoop;
    private final AtomicInteger turn = new AtomicInteger();

    private NioAdapter(AdapterThreads threads, List<Loop> loops, boolean callerLoop) {
        this.threads = threads;
        this.loops = loops;
        this.callerLoop = callerLoop;
    }

    /** Makes an adapter with one loop and its thread. */
    public static NioAdapter create() {
        return create(NioOptions.DEFAULT);
    }

    /**
     * Makes an adapter with loops that have threads of their own.
     *
     * @throws java.io.UncheckedIOException when the system gives no selector
     */
    public static NioAdapter create(NioOptions options) {
        AdapterThreads threads = new AdapterThreads(NAME);
        List<Loop> loops = new ArrayList<>();
        while (loops.size() < options.loops()) {
            loops.add(new Loop(options.provider(), threads));
        }
        loops.forEach(loop -> threads.newThread(loop::runUntilClosed).start());
        return new NioAdapter(threads, List.copyOf(loops), false);
    }

    /** Makes an adapter with one loop of the system's provider, run by the application. */
    public static NioAdapter withCallerLoop() {
        return withCallerLoop(SelectorProvider.provider());
    }

    /**
     * Makes an adapter with one loop, run by the application. No thread is started, so that {@link #connect} asks the name service on the
     * thread that calls it, unless the host is an address.
     *
     * @throws java.io.UncheckedIOException when the system gives no selector
     */
    public static NioAdapter withCallerLoop(SelectorProvider provider) {
        AdapterThreads threads = new AdapterThreads(NAME);
        return new NioAdapter(threads, List.of(new Loop(provider, threads)), true);
    }

    /**
     * Runs the loop on the calling thread until {@link #stop}, {@link #close} or an interrupt, which stays set.
     *
     * @throws IllegalStateException when the loop isn't the application's, is closed, or runs already
     */
    public void run() {
        callerLoop().run();
    }

    /**
     * Handles what is ready, once, waiting for it when nothing is.
     *
     * @param timeout the longest wait, zero for none; a due timer, {@link Transport#flush} of another thread, or
     *     {@link #stop} ends it early
     * @throws IllegalStateException when the loop isn't the application's, is closed, or runs already
     */
    public void runOnce(Duration timeout) {
        callerLoop().runOnce(timeout);
    }

    /**
     * Has {@link #run} return soon; it may be called again afterwards. Callable from any thread.
     *
     * @throws IllegalStateException when the loop isn't the application's
     */
    public void stop() {
        callerLoop().stop();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        NioTransport transport = new NioTransport(nextLoop(), endpoint, handler);
        transport.start(
                callerLoop
                        ? Runnable::run
                        : resolving -> threads.newThread(resolving).start());
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return nextLoop().schedule(delay, task);
    }

    @Override
    public void close() {
        loops.forEach(Loop::close);
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return threads.awaitEnd(timeout);
    }

    private Loop nextLoop() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    private Loop callerLoop() {
        if (!callerLoop) {
            throw new IllegalStateException(
                    "This adapter's loops have threads of their own; make it with withCallerLoop() to run it yourself");
        }
        return loops.get(0);
    }
}
