// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of one connection. The reader stamps each piece with its time, the writer sends it when its latency is
 * over, so that latency delays without limiting what is under way. At most {@link #HELD_MOST} octets are held between
 * them: a receiver that does not read is felt by the sender.
 */
final class Pump {
    private static final int READ_MOST = 16 * 1024;
    private static final int HELD_MOST = 256 * 1024;

    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final Faults faults;
    private final FrameTap tap;
    private final AtomicLong total;
    private final ProxyConnection connection;
    private final BlockingQueue<Piece> held = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(HELD_MOST);
    private final FrameEnds ends = new FrameEnds();
    private long sent;

    private record Piece(byte[] octets, long readAt) {
        /** Stands for the end of the stream. */
        boolean isEnd() {
            return octets.length == 0;
        }
    }

    Pump(Direction direction, ProxyConnection connection, FaultProxy proxy, FrameTap tap) {
        this.direction = direction;
        this.connection = connection;
        this.from = direction == Direction.TO_SERVER ? connection.client : connection.server;
        this.to = direction == Direction.TO_SERVER ? connection.server : connection.client;
        this.faults = proxy.faults(direction);
        this.total = proxy.total(direction);
        this.tap = tap;
    }

    void read() throws IOException, InterruptedException {
        var buffer = new byte[READ_MOST];
        while (true) {
            faults.awaitPassable();
            var count = readInto(buffer);
            var readAt = System.nanoTime();
            if (count < 0) {
                held.add(new Piece(new byte[0], readAt));
                return;
            }
            tap.octets(direction, ByteBuffer.wrap(buffer, 0, count));
            corruptFrameEnds(buffer, count);
            room.acquire(count);
            held.add(new Piece(Arrays.copyOf(buffer, count), readAt));
        }
    }

    private void corruptFrameEnds(byte[] octets, int count) {
        for (var i = 0; i < count; i++) {
            if (ends.isEnd(octets[i]) && faults.takeFrameToCorrupt()) octets[i] ^= 1;
        }
    }

    /** Any thread. */
    void inject(byte[] octets) {
        room.acquireUninterruptibly(octets.length);
        held.add(new Piece(octets.clone(), System.nanoTime()));
    }

    private int readInto(byte[] buffer) throws IOException, InterruptedException {
        try {
            return from.getInputStream().read(buffer);
        } catch (IOException e) {
            // A reset does not pass a black hole either.
            faults.awaitPassable();
            if (connection.isCut()) return -1;
            throw e;
        }
    }

    void write() throws IOException, InterruptedException {
        while (true) {
            var piece = held.take();
            delay(piece.readAt);
            faults.awaitPassable();
            try {
                if (piece.isEnd()) connection.shut(direction);
                else forward(piece.octets);
            } catch (IOException e) {
                if (!connection.isShut(direction)) throw e;
            }
            room.release(piece.octets.length);
            if (piece.isEnd()) {
                connection.directionEnded();
                return;
            }
        }
    }

    private void forward(byte[] octets) throws IOException, InterruptedException {
        for (var at = 0; at < octets.length && !connection.isShut(direction); ) {
            faults.awaitPassable();
            var count = Math.min(allowed(), octets.length - at);
            corrupt(octets, at, count);
            to.getOutputStream().write(octets, at, count);
            total.addAndGet(count);
            sent += count;
            at += count;
            if (cutIsDue()) connection.cut();
            pace(count);
        }
    }

    /** Octets that may go out in the next write. */
    private int allowed() {
        var slice = faults.sliceOctets == 0 ? Integer.MAX_VALUE : faults.sliceOctets;
        var cutAfter = faults.cutAfter;
        return cutAfter == Faults.NEVER ? slice : (int) Math.min(slice, Math.max(0, cutAfter - sent));
    }

    private boolean cutIsDue() {
        var cutAfter = faults.cutAfter;
        return cutAfter != Faults.NEVER && sent >= cutAfter;
    }

    private void corrupt(byte[] octets, int at, int count) {
        var place = faults.corruptAt - sent;
        if (faults.corruptAt != Faults.NEVER && place >= 0 && place < count) {
            octets[at + (int) place] ^= (byte) faults.corruptMask;
        }
    }

    private void delay(long readAt) throws InterruptedException {
        if (faults.latencyNanos > 0) waitUntil(readAt + faults.latencyNanos);
    }

    private void pace(int octets) throws InterruptedException {
        var rate = faults.octetsPerSecond;
        if (rate > 0) waitUntil(System.nanoTime() + octets * TimeUnit.SECONDS.toNanos(1) / rate);
    }

    /** Not by sleeping, which counts whole milliseconds and may end too early. */
    private static void waitUntil(long deadline) throws InterruptedException {
        for (long left; (left = deadline - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) throw new InterruptedException();
        }
    }
}
