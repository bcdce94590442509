// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.WireReader;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.codec.method.Methods;
import amqp.frames.FrameDecoder;
import amqp.frames.FrameEncoder;
import amqp.frames.FrameFormat;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A bare socket with one channel open, for one thread that writes and one that reads: methods by hand, content as octets. */
public final class Wire implements AutoCloseable {
    private static final int CHANNEL = 1;

    private final SocketChannel socket;
    private final ByteBuffer reading = ByteBuffer.allocateDirect(1 << 20).limit(0);
    private final FrameDecoder decoder = new FrameDecoder(NullBroker.FRAME_MAX);
    private final WireReader reader = new WireReader();

    private Wire(SocketChannel socket) {
        this.socket = socket;
    }

    /** Connects as guest and opens channel 1. */
    public static Wire open(String uri) throws IOException {
        URI address = URI.create(uri);
        Wire wire = new Wire(SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort())));
        wire.socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        wire.write(ByteBuffer.wrap(FrameFormat.protocolHeader()));
        wire.next();
        byte[] response = "\0guest\0guest".getBytes(StandardCharsets.UTF_8);
        wire.call(0, new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", response, "en_US"));
        wire.send(0, new ConnectionMethod.TuneOk(2047, NullBroker.FRAME_MAX, 0));
        wire.call(0, new ConnectionMethod.Open("/"));
        wire.call(new ChannelMethod.Open());
        return wire;
    }

    /** The frames of a publish to the default exchange, on channel 1. */
    public static byte[] publish(String routingKey, byte[] body) {
        WireWriter out = new WireWriter();
        FrameEncoder.method(out, CHANNEL, BasicMethod.Publish.of("", routingKey));
        FrameEncoder.header(out, CHANNEL, body.length, BasicProperties.EMPTY);
        int payload = NullBroker.FRAME_MAX - FrameFormat.OVERHEAD;
        for (int from = 0; from < body.length; from += payload) {
            FrameEncoder.body(out, CHANNEL, body, from, Math.min(payload, body.length - from));
        }
        return out.toByteArray();
    }

    /** Octets of each delivery from a queue "blast.COUNT.SIZE". */
    public static int deliveryOctets(String queue, String consumerTag) {
        return deliveryOctets(queue, consumerTag, Integer.parseInt(queue.substring(queue.lastIndexOf('.') + 1)));
    }

    /** Octets of a delivery whose routing key is the queue's name. */
    public static int deliveryOctets(String queue, String consumerTag, int size) {
        return Blast.message(CHANNEL, consumerTag, queue, size).length;
    }

    /** Consumes without acknowledgements; gives the consumer tag. */
    public String consume(String queue) throws IOException {
        Method reply = call(BasicMethod.Consume.of(queue).noAck(true));
        return ((BasicMethod.ConsumeOk) reply).consumerTag();
    }

    /** Sends a method on channel 1 and waits for its answer. */
    public Method call(Method method) throws IOException {
        return call(CHANNEL, method);
    }

    private Method call(int channel, Method method) throws IOException {
        send(channel, method);
        return next();
    }

    private void send(int channel, Method method) throws IOException {
        WireWriter out = new WireWriter();
        FrameEncoder.method(out, channel, method);
        write(ByteBuffer.wrap(out.toByteArray()));
    }

    /** Writes all of it. */
    public void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            socket.write(octets);
        }
    }

    /** Reads so many octets and forgets them. */
    public void skip(long octets) throws IOException {
        for (long left = octets; left > 0; ) {
            int taken = (int) Math.min(left, reading.remaining());
            reading.position(reading.position() + taken);
            left -= taken;
            if (left > 0) {
                read();
            }
        }
    }

    /** Reads until the target is full. */
    public void take(byte[] target) throws IOException {
        for (int at = 0; at < target.length; ) {
            int taken = Math.min(target.length - at, reading.remaining());
            reading.get(target, at, taken);
            at += taken;
            if (at < target.length) {
                read();
            }
        }
    }

    private Method next() throws IOException {
        while (!decoder.next(reading)) {
            read();
        }
        reader.reset(decoder.buffer(), decoder.payloadOffset(), decoder.payloadLength());
        return Methods.decode(reader.shortInt(), reader.shortInt(), reader);
    }

    private void read() throws IOException {
        reading.clear();
        if (socket.read(reading) < 0) {
            throw new EOFException("the broker closed the connection");
        }
        reading.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
