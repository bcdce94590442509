// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelOptionsTest {
    private static final int MANY = 1000;
    private static final ChannelOptions PIPELINED =
            ChannelOptions.builder().pipelined(true).build();

    private final MemoryConnection world = MemoryConnection.open();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private Channel open(ChannelOptions how) {
        return get(world.connection.openChannel(how));
    }

    private List<CompletionStage<QueueMethod.DeclareOk>> declareMany(Channel channel) {
        List<CompletionStage<QueueMethod.DeclareOk>> declares = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            declares.add(channel.queueDeclare("q" + i));
        }
        return declares;
    }

    /** How many declares the broker had seen when it gave the first answer, while all were given at one go. */
    private int declaresBeforeTheFirstAnswer(ChannelOptions how) {
        Channel channel = open(how);
        world.adapter.io(() -> world.broker.ignore("queue.declare"));
        declareMany(channel);
        return world.adapter.io(() -> (int) world.broker.receivedMethods().stream()
                .filter("queue.declare"::equals)
                .count());
    }

    @Test
    void aThousandDeclaresLeaveWithoutWaitingForAnswers() {
        Channel channel = open(PIPELINED);
        world.adapter.io(() -> world.broker.ignore("queue.declare"));
        List<CompletionStage<QueueMethod.DeclareOk>> declares = declareMany(channel);
        MemoryConnection.await(
                () -> world.adapter.io(() -> declaresReceived()) == MANY,
                () -> world.adapter.io(() -> declaresReceived()) + " came");
        world.adapter.io(() -> {
            for (int i = 0; i < MANY; i++) {
                world.broker.send(1, "queue.declare-ok", "q" + i, 0, 0);
            }
        });
        for (int i = 0; i < MANY; i++) {
            assertEquals("q" + i, get(declares.get(i)).queue());
        }
    }

    private long declaresReceived() {
        return world.broker.receivedMethods().stream()
                .filter("queue.declare"::equals)
                .count();
    }

    @Test
    void oneAtATimeOtherwise() {
        assertEquals(1, declaresBeforeTheFirstAnswer(ChannelOptions.DEFAULT));
    }

    @Test
    void aFailingOneFailsThoseBehindItWithTheReason() {
        Channel channel = open(PIPELINED);
        CompletionStage<QueueMethod.DeclareOk> good = channel.queueDeclare("good");
        get(good);
        world.adapter.io(() -> world.broker.refuseOnce("queue.declare", 406, "inequivalent arg"));
        List<CompletionStage<QueueMethod.DeclareOk>> declares = declareMany(channel);
        for (CompletionStage<QueueMethod.DeclareOk> declare : declares) {
            assertEquals(406, failure(ClosedException.class, declare).replyCode());
        }
    }

    @Test
    void opensByNumber() {
        assertEquals(7, open(ChannelOptions.builder().number(7).build()).number());
        assertEquals(1, open(ChannelOptions.DEFAULT).number());
        assertEquals(
                "channel number 7 is in use or not within 1 to 2047",
                assertThrows(
                                IllegalStateException.class,
                                () -> world.connection.openChannel(
                                        ChannelOptions.builder().number(7).build()))
                        .getMessage());
        assertThrows(
                IllegalStateException.class,
                () -> world.connection.openChannel(
                        ChannelOptions.builder().number(65_535).build()));
        assertTrue(world.connection.isOpen());
    }

    @Test
    void valuesAreChecked() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ChannelOptions.builder().number(-1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ChannelOptions.builder().number(65_536).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ChannelOptions.builder().publishWindow(-1).build());
        assertThrows(
                NullPointerException.class,
                () -> ChannelOptions.builder().dispatch(null).build());
        ChannelOptions options = ChannelOptions.builder()
                .number(3)
                .pipelined(true)
                .publishWindow(9)
                .build();
        assertEquals(
                "ChannelOptions[dispatch=IO_THREAD, completionDispatch=IO_THREAD, number=3, pipelined=true, publishWindow=9]",
                options.toBuilder().dispatch(Dispatch.IO_THREAD).build().toString());
        assertFalse(ChannelOptions.DEFAULT.pipelined());
    }
}
