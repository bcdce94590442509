// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.dispatch.Strand;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelSetupTest {
    private final TopologyLedger ledger = new TopologyLedger();
    private final Strand strand = new Strand(Runnable::run, thrown -> {
        throw new AssertionError(thrown);
    });
    private final ChannelSetup<Consuming> setup = new ChannelSetup<>(strand, ledger, () -> 1);

    /** A consumer of the queue. */
    private record Consuming(BasicMethod.Consume request) implements ReplayableConsumer {
        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public FieldTable arguments() {
            return request.arguments();
        }

        @Override
        public void noStream() {}

        @Override
        public String consumerTag() {
            return "tag";
        }

        @Override
        public void resumed() {}

        @Override
        public void notResumed() {}
    }

    private void declared(String queue) {
        ledger.succeeded(1, QueueMethod.Declare.of(""), new QueueMethod.DeclareOk(queue, 0, 0));
    }

    private void renamed(String before, String now) {
        ledger.renamed(before, now);
        setup.queueRenamed(before, now);
    }

    private List<String> queues() {
        return setup.replay(Method.class::isInstance).stream()
                .map(command -> ((BasicMethod.Consume) command.method()).queue())
                .toList();
    }

    @Test
    void aConsumerGoesByTheLastNameOfItsQueue() {
        strand.begin(() -> {
            declared("amq.gen-1");
            setup.began(new Consuming(BasicMethod.Consume.of("amq.gen-1")));
            renamed("amq.gen-1", "amq.gen-2");
            renamed("amq.gen-2", "amq.gen-3");
            assertEquals(List.of("amq.gen-3"), queues());
        });
    }

    /** A queue of an earlier name may still be there: a loss leaves one behind that is not exclusive. */
    @Test
    void alsoWhenTheQueueIsDeleted() {
        strand.begin(() -> {
            declared("amq.gen-1");
            setup.began(new Consuming(BasicMethod.Consume.of("amq.gen-1")));
            renamed("amq.gen-1", "amq.gen-2");
            ledger.succeeded(1, QueueMethod.Delete.of("amq.gen-1"), new QueueMethod.DeleteOk(0));
            assertEquals(List.of("amq.gen-2"), queues());
        });
    }
}
