// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import amqp.benchmark.Wire;
import amqp.codec.method.BasicMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.FutureTask;

/**
 * No client at all: octets made beforehand go into a socket, and what comes out is only counted. What the other end and
 * the system can do, which no client can pass.
 */
final class FloorClient implements Client {
    private static final int BUFFER = 1 << 18;

    private final Wire wire;

    FloorClient(String uri) throws IOException {
        wire = Wire.open(uri);
    }

    @Override
    public void publish(byte[] body, long count) throws IOException {
        byte[] message = Wire.publish(Mode.NOWHERE, body);
        int messages = (int) Math.max(1, Math.min(count, BUFFER / message.length));
        ByteBuffer batch = ByteBuffer.allocateDirect(messages * message.length);
        for (int i = 0; i < messages; i++) {
            batch.put(message);
        }
        for (long left = count; left > 0; left -= messages) {
            wire.write(batch.clear().limit((int) Math.min(messages, left) * message.length));
        }
        wire.call(BasicMethod.Qos.of(0));
    }

    @Override
    public void publishBatches(byte[] body, long count) throws IOException {
        publish(body, count);
    }

    @Override
    public void publishConfirmed(byte[] body, long count) {
        throw new UnsupportedOperationException("the floor has no confirms");
    }

    @Override
    public void consume(String queue, long count, boolean acknowledging) throws IOException {
        if (acknowledging) {
            throw new UnsupportedOperationException("the floor has no acknowledgements");
        }
        String tag = wire.consume(queue);
        wire.skip(count * Wire.deliveryOctets(queue, tag));
        wire.call(BasicMethod.Cancel.of(tag));
    }

    @Override
    public void echo(byte[] body, long[] nanos) throws IOException {
        String tag = wire.consume(Mode.ECHO_QUEUE);
        ByteBuffer message = ByteBuffer.allocateDirect(1 << 18)
                .put(Wire.publish(Mode.ECHO_QUEUE, body))
                .flip();
        int octets = Wire.deliveryOctets(Mode.ECHO_QUEUE, tag, body.length);
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            wire.write(message.rewind());
            wire.skip(octets);
            nanos[i] = System.nanoTime() - start;
        }
        wire.call(BasicMethod.Cancel.of(tag));
    }

    @Override
    public void pass(Pace pace) throws Exception {
        String tag = wire.consume(Mode.ECHO_QUEUE);
        byte[] delivery = new byte[Wire.deliveryOctets(Mode.ECHO_QUEUE, tag, Pace.SIZE)];
        int bodyEnd = delivery.length - 1;
        FutureTask<Void> arrivals = new FutureTask<>(() -> {
            for (int i = 0; i < pace.count(); i++) {
                wire.take(delivery);
                pace.arrived(Arrays.copyOfRange(delivery, bodyEnd - Pace.SIZE, bodyEnd));
            }
            return null;
        });
        new Thread(arrivals, "floor-reader").start();
        pace.run(body -> wire.write(ByteBuffer.wrap(Wire.publish(Mode.ECHO_QUEUE, body))));
        arrivals.get();
        wire.call(BasicMethod.Cancel.of(tag));
    }

    @Override
    public AutoCloseable slowConsumer(String queue) {
        throw new UnsupportedOperationException("the floor has one channel");
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
