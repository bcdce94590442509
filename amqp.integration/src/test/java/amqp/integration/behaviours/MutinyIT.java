// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Channel;
import amqp.codec.Message;
import amqp.connection.Verdict;
import amqp.flow.DeliveryPublisher;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** What docs/guide/mutiny.md shows. */
@Tag("once")
class MutinyIT {
    private static final List<String> ORDERS = List.of("espresso", "ristretto", "lungo");

    @OnRabbitMq("nothing there differs for the client")
    void queuesAreMultisAndPublishesAreUnis(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            Stages.await(channel.confirmSelect());
            String orders = session.queue();
            String archive = session.queue();
            // tag::many[]
            Multi<Verdict> verdicts = Multi.createFrom()
                    .iterable(ORDERS)
                    .onItem()
                    .transformToUni(text -> publish(channel, orders, Message.of(text)))
                    .merge(100); // at most 100 without a verdict at a time
            // end::many[]
            assertEquals(List.of(Verdict.ACKED, Verdict.ACKED, Verdict.ACKED), all(verdicts));
            // tag::move[]
            Multi<Verdict> moved = Multi.createFrom()
                    .publisher(new DeliveryPublisher(session.connection(), orders))
                    .onItem()
                    .transformToUniAndConcatenate(delivery -> publish(channel, archive, delivery.message())
                            .onItem()
                            .invoke(delivery::ack)); // once the broker has the copy
            // end::move[]
            all(moved.select().first(ORDERS.size()));
            assertEquals(ORDERS, session.drain(archive));
        }
    }

    private static <T> List<T> all(Multi<T> multi) {
        return multi.collect().asList().await().atMost(Stages.PATIENCE);
    }

    // tag::publish[]
    /** Publishes when somebody subscribes. */
    private static Uni<Verdict> publish(Channel channel, String queue, Message message) {
        return Uni.createFrom().completionStage(() -> channel.publishConfirmed("", queue, message));
    }
    // end::publish[]
}
