// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import amqp.codec.FieldTable;
import amqp.codec.WireReader;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.codec.method.Methods;
import amqp.frames.FrameFormat;
import amqp.frames.FrameType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One client of the {@link NullBroker}. Frames are told apart by their length; of a basic.publish nothing but its
 * number is read, unless somebody consumes from the queue "echo".
 */
final class NullSession {
    private static final byte[] NOTHING = {};

    private final Link link;
    private final WireReader reader = new WireReader();
    private final List<NullChannel> confirming = new ArrayList<>();

    /** Indexed by number. */
    private NullChannel[] channels = {new NullChannel(0), null};

    private boolean greeted;
    private int tags;

    /** What was read of a frame that has to be whole, or of a frame header. */
    private byte[] partial = NOTHING;

    /** Octets of a content frame that are still to be dropped. */
    private long skipping;

    private final NullOutbound outbound;

    NullSession(Link link) {
        this.link = link;
        outbound = new NullOutbound(link);
    }

    // ---- reading ----

    /**
     * Reads once.
     *
     * @param shared room for a frame and what a link reads at once; of no meaning between the calls
     */
    void receive(ByteBuffer shared) throws IOException {
        shared.clear().put(partial);
        partial = NOTHING;
        link.read(shared);
        shared.flip();
        frames(shared);
        if (shared.hasRemaining()) {
            partial = new byte[shared.remaining()];
            shared.get(partial);
        }
        confirm();
    }

    private void frames(ByteBuffer octets) throws IOException {
        int end = octets.limit();
        int at = (int) Math.min(skipping, end);
        skipping -= at;
        while (end - at >= FrameFormat.OVERHEAD) {
            if (!greeted) {
                greet();
                at += FrameFormat.protocolHeader().length;
                continue;
            }
            int type = octets.get(at);
            int number = octets.getShort(at + 1) & 0xffff;
            int size = checked(octets.getInt(at + 3)) + FrameFormat.OVERHEAD;
            boolean complete = end - at >= size;
            if (type == FrameType.METHOD || channel(number).echoing) {
                if (!complete) {
                    break;
                }
                whole(type, channel(number), octets, at, size);
            } else if (!complete) {
                skipping = at + size - end;
                at = end;
                break;
            }
            at += size;
        }
        octets.position(at);
    }

    private void greet() {
        greeted = true;
        outbound.send(0, new ConnectionMethod.Start(0, 9, FieldTable.of("product", "null"), "PLAIN", "en_US"));
    }

    private static int checked(int payload) throws IOException {
        if (payload < 0 || payload > NullBroker.FRAME_MAX - FrameFormat.OVERHEAD) {
            throw new IOException("a frame with a payload of " + Integer.toUnsignedString(payload)
                    + " octets is more than frame-max, or the frames before it were wrong");
        }
        return payload;
    }

    private NullChannel channel(int number) {
        if (number >= channels.length) {
            channels = Arrays.copyOf(channels, Math.max(number + 1, 2 * channels.length));
        }
        NullChannel channel = channels[number];
        if (channel == null) {
            channel = new NullChannel(number);
            channels[number] = channel;
        }
        return channel;
    }

    private void whole(int type, NullChannel channel, ByteBuffer octets, int start, int size) {
        int payload = start + FrameFormat.HEADER_LENGTH;
        if (type == FrameType.HEADER) {
            outbound.append(octets, start, size);
            channel.echoBegins(octets.getLong(payload + 4));
        } else if (type == FrameType.BODY) {
            outbound.append(octets, start, size);
            channel.echoed(size - FrameFormat.OVERHEAD);
        } else if (octets.getInt(payload) == BasicMethod.Publish.ID) {
            channel.published++;
            if (!channel.echoTag.isEmpty()) {
                published(channel, decode(octets, payload, size));
            }
        } else {
            received(channel, decode(octets, payload, size));
        }
    }

    private Method decode(ByteBuffer octets, int payload, int size) {
        reader.reset(octets, payload, size - FrameFormat.OVERHEAD);
        return Methods.decode(reader.shortInt(), reader.shortInt(), reader);
    }

    private void published(NullChannel channel, Method method) {
        if (method instanceof BasicMethod.Publish publish
                && publish.routingKey().equals("echo")) {
            channel.echoing = true;
            outbound.send(
                    channel.number, new BasicMethod.Deliver(channel.echoTag, channel.nextTag(true), false, "", "echo"));
        }
    }

    /** One multiple ack for all that was read at once. */
    private void confirm() {
        for (NullChannel channel : confirming) {
            if (channel.confirmed < channel.published) {
                channel.confirmed = channel.published;
                outbound.send(channel.number, new BasicMethod.Ack(channel.confirmed, true));
            }
        }
    }

    // ---- answers ----

    private void received(NullChannel channel, Method method) {
        if (method instanceof BasicMethod.Ack ack) {
            channel.acknowledged(ack.deliveryTag(), ack.multiple());
            outbound.resume(channel);
            return;
        }
        if (method instanceof BasicMethod.Consume consume) {
            consume(channel, consume);
            return;
        }
        if (method instanceof ChannelMethod.Close) {
            closed(channel);
        } else if (method instanceof ConfirmMethod.Select && !channel.confirming) {
            channel.confirming = true;
            channel.published = 0; // numbers begin here
            confirming.add(channel);
        } else if (method instanceof BasicMethod.Qos qos) {
            channel.prefetch = qos.prefetchCount();
        } else if (method instanceof BasicMethod.Cancel cancel) {
            cancelled(channel, cancel.consumerTag());
        }
        if (method.isSynchronous() || method instanceof ConnectionMethod.StartOk) {
            outbound.send(channel.number, Replies.to(method));
        }
    }

    private void consume(NullChannel channel, BasicMethod.Consume consume) {
        String tag = consume.consumerTag().isEmpty() ? "amq.ctag-" + ++tags : consume.consumerTag();
        if (!consume.noWait()) {
            outbound.send(channel.number, new BasicMethod.ConsumeOk(tag));
        }
        if (consume.queue().equals("echo")) {
            channel.echoTag = tag;
        } else if (consume.queue().startsWith("blast.")) {
            outbound.begin(Blast.of(consume.queue(), channel, tag, consume.noAck()));
        }
    }

    private void cancelled(NullChannel channel, String tag) {
        if (channel.echoTag.equals(tag)) {
            channel.echoTag = "";
        }
        outbound.end(channel, blast -> blast.consumerTag().equals(tag));
    }

    private void closed(NullChannel channel) {
        channels[channel.number] = null;
        confirming.remove(channel);
        outbound.end(channel, blast -> true);
    }

    /** Sends what can be sent; whether there is more. */
    boolean send() throws IOException {
        return outbound.send() | !link.flush();
    }
}
