// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import static amqp.memory.MemoryConnection.get;

import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.memory.MemoryConnection;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/**
 * The suite of the Reactive Streams specification, by TestNG. What it skips, it cannot test ("untested"), or is for streams
 * that send the same to all subscribers.
 */
public class ReactiveStreamsTckTest extends FlowPublisherVerification<Delivery> {
    private static final long TIMEOUT_MILLIS = 500;
    private static final long MOST_MESSAGES = 200;

    private final List<MemoryConnection> worlds = new CopyOnWriteArrayList<>();

    /** For TestNG. */
    public ReactiveStreamsTckTest() {
        super(new TestEnvironment(TIMEOUT_MILLIS));
    }

    /**
     * A queue has no end, but the application closes the connection once so many messages are acknowledged by all
     * subscribers.
     */
    @Override
    public Flow.Publisher<Delivery> createFlowPublisher(long elements) {
        MemoryConnection world = world();
        world.adapter.io(() -> new Queue(world, Math.min(elements, MOST_MESSAGES)).open());
        return publisher(world);
    }

    @Override
    public Flow.Publisher<Delivery> createFailedFlowPublisher() {
        MemoryConnection world = world();
        world.adapter.io(() -> world.broker.closeConnection(320, "CONNECTION_FORCED", 0, 0));
        get(world.connection.closed());
        return publisher(world);
    }

    private MemoryConnection world() {
        MemoryConnection world = MemoryConnection.open();
        worlds.add(world);
        return world;
    }

    private static Flow.Publisher<Delivery> publisher(MemoryConnection world) {
        return new DeliveryPublisher(
                world.connection,
                BasicMethod.Consume.of("q"),
                DeliveryPublisherOptions.builder().autoAck(true).build());
    }

    @AfterClass
    void close() {
        worlds.forEach(MemoryConnection::close);
    }

    /** What the broker of a world does. On its thread. */
    private static final class Queue {
        private final MemoryConnection world;
        private final long messages;
        private int consumers;
        private int finished;

        Queue(MemoryConnection world, long messages) {
            this.world = world;
            this.messages = messages;
        }

        void open() {
            world.broker.answer("basic.consume", this::consume);
            world.broker.answer("basic.ack", this::acknowledge);
        }

        private byte[] consume(WireFrame.Method consume) {
            String tag = "consumer-" + ++consumers;
            world.broker.send(BrokerFrames.method(consume.channel(), "basic.consume-ok", tag));
            for (long message = 0; message < messages; message++) {
                world.broker.deliver(consume.channel(), tag, "", "q", Map.of(), new byte[0]);
            }
            if (messages == 0) {
                finished();
            }
            return new byte[0];
        }

        private byte[] acknowledge(WireFrame.Method ack) {
            if (ack.number("delivery-tag") == messages) { // they come in order
                finished();
            }
            return new byte[0];
        }

        private void finished() {
            if (++finished == consumers) {
                world.connection.close();
            }
        }
    }
}
