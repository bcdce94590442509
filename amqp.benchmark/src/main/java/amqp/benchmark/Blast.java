// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import amqp.codec.BasicProperties;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.frames.FrameEncoder;
import amqp.frames.FrameFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The deliveries of a queue "blast.COUNT.SIZE" to one consumer: made once, sent again and again with new delivery tags.
 */
final class Blast {
    private static final int BATCH_OCTETS = 1 << 18;

    private final NullChannel channel;
    private final String consumerTag;
    private final boolean autoAck;
    private final ByteBuffer batch;
    private final int messageOctets;
    private final int tagOffset;
    private long left;

    private Blast(NullChannel channel, String consumerTag, boolean autoAck, byte[] message, long count) {
        this.channel = channel;
        this.consumerTag = consumerTag;
        this.autoAck = autoAck;
        messageOctets = message.length;
        tagOffset = FrameFormat.HEADER_LENGTH + 4 + 1 + consumerTag.getBytes(StandardCharsets.UTF_8).length;
        left = count;
        int messages = (int) Math.max(1, Math.min(count, BATCH_OCTETS / messageOctets));
        batch = ByteBuffer.allocateDirect(messages * messageOctets);
        for (int i = 0; i < messages; i++) {
            batch.put(message);
        }
    }

    static Blast of(String queue, NullChannel channel, String consumerTag, boolean autoAck) {
        String[] parts = queue.split("\\.");
        byte[] message = message(channel.number, consumerTag, queue, Integer.parseInt(parts[2]));
        return new Blast(channel, consumerTag, autoAck, message, Long.parseLong(parts[1]));
    }

    /** The frames of one delivery with a body of zeros; the delivery tag is to be filled in. */
    static byte[] message(int channel, String consumerTag, String queue, int size) {
        WireWriter message = new WireWriter();
        FrameEncoder.method(message, channel, new BasicMethod.Deliver(consumerTag, 0, false, "", queue));
        FrameEncoder.header(message, channel, size, BasicProperties.EMPTY);
        int payload = NullBroker.FRAME_MAX - FrameFormat.OVERHEAD;
        byte[] zeros = new byte[Math.min(payload, size)];
        for (int from = 0; from < size; from += payload) {
            FrameEncoder.body(message, channel, zeros, 0, Math.min(payload, size - from));
        }
        return message.toByteArray();
    }

    NullChannel channel() {
        return channel;
    }

    String consumerTag() {
        return consumerTag;
    }

    boolean isFinished() {
        return left == 0;
    }

    long octets(int messages) {
        return (long) messages * messageOctets;
    }

    /**
     * The next deliveries; empty when the window is shut, or all have been sent.
     *
     * @param most to make, if the window allows so many
     */
    ByteBuffer next(int most) {
        long room = Math.min(left, autoAck ? most : Math.min(most, channel.window()));
        int messages = (int) Math.min(room, batch.capacity() / messageOctets);
        batch.clear();
        for (int i = 0; i < messages; i++) {
            batch.putLong(i * messageOctets + tagOffset, channel.nextTag(autoAck));
        }
        left -= messages;
        return batch.limit(messages * messageOctets);
    }
}
