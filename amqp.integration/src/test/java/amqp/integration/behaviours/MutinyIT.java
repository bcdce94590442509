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

/** What docs/integrations/mutiny.md shows. */
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
            assertEquals(
                    List.of(Verdict.ACKED, Verdict.ACKED, Verdict.ACKED),
                    Multi.createFrom()
                            .iterable(ORDERS)
                            .onItem()
                            .transformToUni(text -> publish(channel, orders, Message.of(text)))
                            .merge(100)
                            .collect()
                            .asList()
                            .await()
                            .atMost(Stages.PATIENCE));
            Multi.createFrom()
                    .publisher(new DeliveryPublisher(session.connection(), orders))
                    .onItem()
                    .transformToUniAndConcatenate(delivery -> publish(channel, archive, delivery.message())
                            .onItem()
                            .invoke(delivery::ack))
                    .select()
                    .first(ORDERS.size())
                    .collect()
                    .asList()
                    .await()
                    .atMost(Stages.PATIENCE);
            assertEquals(ORDERS, session.drain(archive));
        }
    }

    private static Uni<Verdict> publish(Channel channel, String queue, Message message) {
        return Uni.createFrom().completionStage(() -> channel.publishConfirmed("", queue, message));
    }
}
