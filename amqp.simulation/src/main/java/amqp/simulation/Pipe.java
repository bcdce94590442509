// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Octets on their way in one direction of a connection, with bounded room. They arrive in slices of any size, after any
 * delay, in order. A frozen pipe keeps what is in it and delivers nothing.
 */
final class Pipe {
    private final World world;
    private final String name;
    private final byte[] ring;
    private final Duration latency;
    private final int slice;
    private final Reader reader;
    private final Runnable writable;
    private long written;
    private long arrived;
    private long read;
    private boolean moving;
    private boolean frozen;
    private boolean dead;
    private boolean ended;
    private boolean writerWaits;

    /** The end where octets come out. */
    interface Reader {
        /** Some are there; takes those that it wants. */
        void readable();

        /** The stream was ended, and everything before was read. */
        void ended();
    }

    /** @param writable called soon after there is room again, when {@link #awaitRoom} asked for it */
    Pipe(World world, String name, Network.Quality quality, Reader reader, Runnable writable) {
        this.world = world;
        this.name = name;
        this.ring = new byte[quality.buffer()];
        this.latency = quality.latency();
        this.slice = quality.slice();
        this.reader = reader;
        this.writable = writable;
    }

    // ---- the writer ----

    int room() {
        return ended || dead ? 0 : ring.length - (int) (written - read);
    }

    /** Takes what there is room for. */
    void write(ByteBuffer octets) {
        for (int left = Math.min(room(), octets.remaining()); left > 0; ) {
            int at = (int) (written % ring.length);
            int count = Math.min(left, ring.length - at);
            octets.get(ring, at, count);
            written += count;
            left -= count;
        }
        move();
    }

    void awaitRoom() {
        writerWaits = true;
        if (room() > 0) {
            tellRoom();
        }
    }

    /** No more is written; what was is still read, then the reader hears of the end. */
    void end() {
        ended = true;
        move();
    }

    /** How many octets were ever written. */
    long written() {
        return written;
    }

    /** How many octets were ever read. */
    long read() {
        return read;
    }

    // ---- the reader ----

    boolean hasArrived() {
        return arrived > read;
    }

    /** At most so many octets of those that have arrived. */
    ByteBuffer read(int most) {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(most, arrived - read));
        while (octets.hasRemaining()) {
            int at = (int) (read % ring.length);
            int count = Math.min(octets.remaining(), ring.length - at);
            octets.put(ring, at, count);
            read += count;
        }
        if (writerWaits && octets.capacity() > 0) {
            tellRoom();
        }
        move();
        return octets.flip();
    }

    private void tellRoom() {
        writerWaits = false;
        world.soon("room " + name, () -> {
            if (!dead) {
                writable.run();
            }
        });
    }

    // ---- the network ----

    void freeze(boolean on) {
        frozen = on;
        move();
    }

    /** Nothing arrives any more, nobody is told. */
    void kill() {
        dead = true;
    }

    private void move() {
        boolean something = arrived < written || ended && read == written;
        if (!moving && !frozen && !dead && something) {
            moving = true;
            world.after(world.upTo(latency), "arrival " + name, this::arrive);
        }
    }

    private void arrive() {
        moving = false;
        if (dead || frozen) {
            return;
        }
        if (arrived < written) {
            arrived += Math.min(written - arrived, 1 + world.random().nextInt(slice));
            reader.readable();
        } else if (ended && read == written) {
            dead = true;
            reader.ended();
        }
        move();
    }
}
