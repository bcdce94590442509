// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import amqp.codec.WireWriter;
import amqp.codec.method.Method;
import amqp.frames.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/** What one client of the null broker is to be sent: answers first, then deliveries. */
final class NullOutbound {
    /** Batches of deliveries that one client may get before it is another one's turn. */
    private static final int BATCHES_A_TURN = 16;

    /** Deliveries in a row to one of several consumers. */
    private static final int RUN = 8;

    private static final int MIX_OCTETS = 1 << 18;
    private static final ByteBuffer SENT = ByteBuffer.allocate(0);

    private final Link link;
    private final WireWriter writer = new WireWriter();

    /** What is to be sent, from 0 to its position. */
    private ByteBuffer replies = ByteBuffer.allocate(512);

    /** A batch that the socket took only a part of; nothing else may come before its rest. */
    private ByteBuffer begun = SENT;

    private ByteBuffer mix = SENT;

    /** Blasts that may have something to send, in their turn. */
    private final ArrayDeque<Blast> ready = new ArrayDeque<>();

    NullOutbound(Link link) {
        this.link = link;
    }

    void begin(Blast blast) {
        ready.add(blast);
    }

    /** The channel's window has opened. */
    void resume(NullChannel channel) {
        ready.addAll(channel.stalled);
        channel.stalled.clear();
    }

    /** Ends blasts of the channel; what was begun is sent nonetheless. */
    void end(NullChannel channel, Predicate<Blast> which) {
        ready.removeIf(blast -> blast.channel() == channel && which.test(blast));
        channel.stalled.removeIf(which);
    }

    /** Sends what can be sent; whether there is more. */
    boolean send() throws IOException {
        if (!sent(begun) || !repliesSent()) {
            return true;
        }
        for (int i = 0; i < BATCHES_A_TURN && !ready.isEmpty(); i++) {
            begun = batch();
            if (!sent(begun)) {
                return true;
            }
        }
        return !ready.isEmpty();
    }

    /** Of one consumer what it may get; of several, short runs in turn, as a broker would send them. */
    private ByteBuffer batch() {
        if (ready.size() == 1 || ready.peek().octets(RUN) > MIX_OCTETS) {
            return turn(Integer.MAX_VALUE);
        }
        if (mix.capacity() == 0) {
            mix = ByteBuffer.allocateDirect(MIX_OCTETS);
        }
        mix.clear();
        while (ready.size() > 1 && ready.peek().octets(RUN) <= mix.remaining()) {
            mix.put(turn(RUN));
        }
        return mix.flip();
    }

    /** The next consumer's next deliveries; it gets into line again, or waits for acknowledgements, or is done. */
    private ByteBuffer turn(int messages) {
        Blast blast = ready.poll();
        ByteBuffer deliveries = blast.next(messages);
        if (!blast.isFinished()) {
            (deliveries.hasRemaining() ? ready : blast.channel().stalled).add(blast);
        }
        return deliveries;
    }

    private boolean sent(ByteBuffer octets) throws IOException {
        if (octets.hasRemaining()) {
            link.write(octets);
        }
        return !octets.hasRemaining();
    }

    private boolean repliesSent() throws IOException {
        if (replies.position() > 0) {
            replies.flip();
            link.write(replies);
            replies.compact();
        }
        return replies.position() == 0;
    }

    void send(int channel, Method method) {
        writer.reset();
        int size = FrameEncoder.method(writer, channel, method);
        room(size).put(writer.array(), 0, size);
    }

    void append(ByteBuffer octets, int start, int size) {
        ByteBuffer target = room(size);
        target.put(target.position(), octets, start, size).position(target.position() + size);
    }

    private ByteBuffer room(int octets) {
        if (replies.remaining() < octets) {
            replies = ByteBuffer.allocate(2 * (replies.position() + octets)).put(replies.flip());
        }
        return replies;
    }
}
