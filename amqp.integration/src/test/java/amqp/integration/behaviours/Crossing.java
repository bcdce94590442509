// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

/** This client and RabbitMQ's own, on the same queue of one broker. */
record Crossing(Session ours, Channel theirs, String queue) {

    interface Test {
        void run(Crossing crossing) throws Exception;
    }

    static void on(Setup setup, Test test) throws Exception {
        try (var ours = Session.on(setup);
                var connection = setup.broker().otherClient().newConnection();
                var theirs = connection.createChannel()) {
            test.run(new Crossing(ours, theirs, ours.sharedQueue()));
        }
    }

    /** The next message at theirs; waits for it. */
    GetResponse arrived() {
        var got = new AtomicReference<GetResponse>();
        Await.until(
                Stages.PATIENCE,
                () -> {
                    got.set(getByTheirs());
                    return got.get() != null;
                },
                () -> "no message in " + queue);
        return got.get();
    }

    private GetResponse getByTheirs() {
        try {
            return theirs.basicGet(queue, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message at ours; waits for it. */
    Delivery next() {
        return Session.next(
                Session.consume(ours.channel(), BasicMethod.Consume.of(queue).noAck(true)));
    }

    /** The message that the queue has. */
    Delivery take() {
        return Stages.await(ours.channel().basicGet(BasicMethod.Get.of(queue).noAck(true)))
                .orElseThrow();
    }
}
