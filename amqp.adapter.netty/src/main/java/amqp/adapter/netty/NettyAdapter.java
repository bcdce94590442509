// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.OpenTransports;
import amqp.adapter.spi.toolkit.TimerQueue;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * An adapter on Netty's event loops: the application's or its own. Each connection stays on one loop. Only a name
 * look-up has a thread of its own while it lasts, since it would stop the loop.
 */
public final class NettyAdapter implements Adapter {
    static final String NAME = "netty";

    private static final long LONGEST_SHUTDOWN_SECONDS = 5;

    private final AdapterThreads threads;
    private final EventLoopGroup group;
    private final boolean ownGroup;
    private final NettyOptions.Io io;
    private final TlsHandlers tls;
    private final Map<EventLoop, LoopBuffers> buffers = new ConcurrentHashMap<>();
    private final Set<LoopTask> tasks = ConcurrentHashMap.newKeySet();
    private final OpenTransports<NettyTransport> transports = new OpenTransports<>(this::endGroup);

    private NettyAdapter(
            AdapterThreads threads, EventLoopGroup group, boolean ownGroup, NettyOptions.Io io, NettyOptions.Tls tls) {
        this.threads = threads;
        this.group = group;
        this.ownGroup = ownGroup;
        this.io = io;
        this.tls = new TlsHandlers(tls);
    }

    /** Makes an adapter with an event loop group of its own, of one thread. */
    public static NettyAdapter create() {
        return create(NettyOptions.DEFAULT);
    }

    /**
     * Makes an adapter with an event loop group of its own.
     *
     * @throws IllegalStateException when the I/O or the TLS that was asked for can't be used here; says why
     */
    public static NettyAdapter create(NettyOptions options) {
        require(options.io().unusableReason());
        require(options.tls().unusableReason());
        AdapterThreads threads = new AdapterThreads(NAME);
        ThreadFactory factory = task -> newThread(threads, task);
        EventLoopGroup group = threads.detached(() -> new MultiThreadIoEventLoopGroup(
                options.threads(), factory, options.io().handlers()));
        return new NettyAdapter(threads, group, true, options.io(), options.tls());
    }

    /** Makes an adapter on the application's event loop group, with the JDK's TLS; see {@link #on(EventLoopGroup, NettyOptions.Tls)}. */
    public static NettyAdapter on(EventLoopGroup group) {
        return on(group, NettyOptions.Tls.JDK);
    }

    /**
     * Makes an adapter on the application's event loop group, which it shuts down itself, after this adapter. Shut down before, it closes the
     * connections.
     *
     * @param group of NIO, epoll or io_uring
     * @throws IllegalArgumentException when the group does another kind of I/O
     * @throws IllegalStateException when the TLS that was asked for can't be used here; says why
     */
    public static NettyAdapter on(EventLoopGroup group, NettyOptions.Tls tls) {
        require(tls.unusableReason());
        return new NettyAdapter(new AdapterThreads(NAME), group, false, NettyOptions.Io.of(group), tls);
    }

    private static void require(String unusableReason) {
        if (!unusableReason.isEmpty()) {
            throw new IllegalStateException(unusableReason);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        EventLoop loop = group.next();
        LoopBuffers shared = buffers.computeIfAbsent(loop, unused -> new LoopBuffers());
        NettyTransport transport = new NettyTransport(this, loop, shared, endpoint, handler);
        transports.start(transport, transport::start);
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Runnable guarded = transports.whileOpen(task);
        LoopTask scheduled;
        try {
            scheduled = new LoopTask(group.next()
                    .schedule(() -> AdapterThreads.run(guarded), TimerQueue.nanos(delay), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException shutDown) {
            throw groupShutDown(shutDown);
        }
        tasks.add(scheduled);
        scheduled.whenOver(() -> tasks.remove(scheduled));
        return scheduled;
    }

    @Override
    public void close() {
        transports.close(NettyTransport::end);
        tasks.forEach(LoopTask::cancel);
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return threads.awaitEnd(timeout);
    }

    NettyOptions.Io io() {
        return io;
    }

    TlsHandlers tls() {
        return tls;
    }

    /** A transport's channel is closed. */
    void forget(NettyTransport transport) {
        transports.remove(transport);
    }

    private void endGroup() {
        if (ownGroup) {
            group.shutdownGracefully(0, LONGEST_SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        }
    }

    static IllegalStateException groupShutDown(RejectedExecutionException cause) {
        return new IllegalStateException(
                "The event loop group is shut down; close the adapter first, then create both anew", cause);
    }

    AdapterThreads threads() {
        return threads;
    }

    /** Of a kind that Netty is faster on. */
    private static Thread newThread(AdapterThreads threads, Runnable task) {
        Thread thread = threads.detached(() -> new FastThreadLocalThread(task, threads.nextName()));
        thread.setDaemon(true);
        return threads.adopt(thread);
    }
}
