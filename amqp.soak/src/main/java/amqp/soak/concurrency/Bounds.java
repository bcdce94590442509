// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.client.dispatch.KeptBytes;
import amqp.client.driver.ConnectionDriver;
import amqp.client.driver.PublishWindow;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import java.time.Duration;

/** Who waits for room is told of it. */
final class Bounds {
    private static final long BOUND = 10;
    private static final long HALF = 5;
    private static final int WINDOW = 2;

    private volatile boolean waiting;

    private Bounds() {}

    static void keptBytes() {
        var bounds = Crew.shared(new Bounds());
        var crew = Crew.shared(new Crew());
        var bytes = Crew.shared(new KeptBytes(BOUND, () -> bounds.waiting = false));
        bytes.kept(BOUND);
        crew.start(() -> bytes.released(HALF));
        crew.start(() -> bytes.released(HALF));
        crew.start(() -> {
            bytes.kept(1);
            bytes.released(1);
        });
        crew.start(() -> {
            bounds.waiting = true;
            if (!bytes.isFull()) bounds.waiting = false;
        });
        crew.join();
        Crew.check(!bounds.waiting, "there is room, and who waits is not told");
        bytes.kept(BOUND - 1);
        Crew.check(!bytes.isFull(), "less than the bound is kept, and it is full");
        bytes.kept(1);
        Crew.check(bytes.isFull(), "as much as the bound is kept, and it is not full");
    }

    /** Callbacks are called while somebody begins to wait for room in the window. */
    static void publishWindow() {
        var bounds = Crew.shared(new Bounds());
        var crew = Crew.shared(new Crew());
        var driver = Crew.shared(new ConnectionDriver(new Idle(crew), EngineOptions.DEFAULT, new NoOwner()));
        var window = Crew.shared(new PublishWindow(WINDOW, driver));
        bounds.waiting = true;
        for (var i = 0; i < WINDOW; i++) window.add();
        crew.start(() -> driver.whenever(() -> !window.isFull(), () -> bounds.waiting = false));
        crew.start(() -> {
            for (var i = 0; i < WINDOW; i++) window.telling();
        });
        crew.join();
        Crew.check(window.waiting() == 0, window.waiting() + " callbacks are still counted");
        Crew.check(!bounds.waiting, "the window has room, and who waits is not told");
    }

    /** Connects to nothing; its thread is a new one each time. */
    private record Idle(Crew crew) implements Adapter {
        @Override
        public String name() {
            return "idle";
        }

        @Override
        public Transport connect(Endpoint endpoint, TransportHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            crew.start(task);
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private static final class NoOwner implements ConnectionDriver.Owner {
        @Override
        public void transportConnected() {}

        @Override
        public void receive(Event event) {}

        @Override
        public void transportClosed(Throwable cause) {}
    }
}
