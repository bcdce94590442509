// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.reactor.AmqpReceiver;
import amqp.reactor.AmqpSender;
import amqp.reactor.OutboundMessage;
import amqp.reactor.SendResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Messages as Flux and Mono. */
class ReactorIT {
    private static final int MANY = 2_000;

    private static Flux<OutboundMessage> numbers(String queue) {
        return Flux.range(0, MANY)
                .map(number -> OutboundMessage.of("", queue, Message.of(number.toString()))
                        .mandatory());
    }

    private static List<String> expected() {
        return IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    }

    @OnEveryBroker
    void whatIsSentIsReceivedInOrder(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            assertEquals(
                    expected(),
                    AmqpSender.of(session.connection())
                            .sendAll(numbers(queue))
                            .filter(SendResult::isAcked)
                            .map(result -> result.message().message().text())
                            .collectList()
                            .block(Stages.PATIENCE));
            assertEquals(
                    expected(),
                    AmqpReceiver.of(session.connection())
                            .receiveAutoAck(queue)
                            .map(Session::text)
                            .take(MANY)
                            .collectList()
                            .block(Stages.PATIENCE));
        }
    }

    @OnRabbitMq("it has no quorum queues")
    void messagesOfAQuorumQueueAreHandledAndAcknowledged(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue(QueueMethod.Declare.of(Names.fresh("quorum"))
                    .durable(true)
                    .arguments(FieldTable.of("x-queue-type", "quorum")));
            AmqpSender.of(session.connection()).sendAll(numbers(queue)).blockLast(Stages.PATIENCE);
            assertEquals(
                    expected(),
                    AmqpReceiver.of(session.connection())
                            .handle(queue, 20, delivery -> Mono.just(delivery).map(Session::text))
                            .take(MANY)
                            .collectSortedList((one, other) -> Integer.parseInt(one) - Integer.parseInt(other))
                            .block(Stages.PATIENCE));
        }
    }

    @OnEveryBroker
    void aMissingQueueIsAFailureAndOtherCommandsGoOn(Setup setup) {
        try (var session = Session.on(setup)) {
            var sender = AmqpSender.of(session.connection());
            String missing = Names.fresh("missing");
            var failure = Assertions.assertThrows(
                    ClosedException.class,
                    () -> sender.execute(channel -> channel.queueDeclare(
                                    QueueMethod.Declare.of(missing).passive(true)))
                            .block(Stages.PATIENCE));
            assertEquals(404, failure.replyCode());
            String queue = session.sharedQueue();
            assertEquals(
                    amqp.connection.Verdict.ACKED,
                    sender.send("", queue, Message.of("a")).block(Stages.PATIENCE));
            Assertions.assertThrows(
                    ClosedException.class,
                    () -> AmqpReceiver.of(session.connection()).receive(missing).blockFirst(Stages.PATIENCE));
        }
    }
}
