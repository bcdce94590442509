// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Outages;
import amqp.cli.connection.ReconnectArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageJson;
import amqp.cli.message.MessageText;
import amqp.cli.terminal.Arguments;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code amqp consume}. */
@Command(
        name = "consume",
        description = {
            "Prints the messages of a queue and acknowledges them after that; ends by Ctrl-C.",
            "When the connection is lost, it connects again and goes on; messages that were printed and not acknowledged"
                    + " then are printed again, as redelivered."
        },
        mixinStandardHelpOptions = true)
public final class ConsumeCommand implements Callable<Integer> {
    private static final int MOST_PREFETCH = 0xffff;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private ReconnectArguments reconnect;

    @Option(names = "--queue", paramLabel = "NAME", required = true, description = "The queue; it must be there.")
    private String queue;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after so many messages; the others stay in the queue.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--idle", paramLabel = "SECONDS", description = "End when no message came for so long.")
    private double idle = Double.POSITIVE_INFINITY;

    @Option(
            names = "--prefetch",
            paramLabel = "N",
            description = "How many messages the broker may send ahead; 0 for no bound. Default: 100")
    private int prefetch = 100;

    @Option(
            names = "--auto-ack",
            description = "The broker forgets messages as it sends them; not beyond --count, though.")
    private boolean autoAck;

    @Option(
            names = "--json",
            description = "A line for each message: exchange, routingKey, deliveryTag, redelivered, properties, body.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Arguments.atLeast(spec, "--count", count, 1);
        Arguments.atLeast(spec, "--idle", idle, 0);
        Arguments.atLeast(spec, "--prefetch", prefetch, 0);
        Arguments.shortString(spec, "--queue", queue);
        PrintWriter out = spec.commandLine().getOut();
        Function<Delivery, String> format = json ? MessageJson::line : MessageText::of;
        MessagePrinter printer = new MessagePrinter(out, format, count, !noAck(), prefetch());
        Outages outages = new Outages(spec.commandLine().getErr());
        try (Session session = Session.open(connection.options(reconnect.recovery(), outages))) {
            session.connection().addListener(outages);
            session.connection().addListener(printer);
            Thread interrupt = new Thread(() -> interrupt(printer, session), "amqp-interrupt");
            Runtime.getRuntime().addShutdownHook(interrupt);
            try {
                consume(session.openChannel(Dispatch.EXECUTOR), printer);
            } finally {
                remove(interrupt);
            }
        }
        return 0;
    }

    private void consume(Channel channel, MessagePrinter printer) throws InterruptedException {
        Stages.await(channel.basicQos(prefetch()));
        Stages.await(channel.basicConsume(BasicMethod.Consume.of(queue).noAck(noAck()), printer));
        printer.await(
                idle < MessagePrinter.FOREVER.toSeconds()
                        ? Duration.ofNanos((long) (idle * 1e9))
                        : MessagePrinter.FOREVER);
    }

    /** With a count, messages beyond it must not be lost, so they are acknowledged one by one all the same. */
    private boolean noAck() {
        return autoAck && count == Long.MAX_VALUE;
    }

    /** No more ahead than are wanted. */
    private int prefetch() {
        if (count == Long.MAX_VALUE) {
            return Math.min(prefetch, MOST_PREFETCH);
        }
        int bound = prefetch == 0 || prefetch > MOST_PREFETCH ? MOST_PREFETCH : prefetch;
        return (int) Math.min(bound, count);
    }

    /** Ctrl-C: closing gives back what is unacknowledged. */
    private static void interrupt(MessagePrinter printer, Session session) {
        try {
            printer.stop();
            session.close();
        } catch (AmqpException | InterruptedException e) {
            // The connection is gone, or the process is in a hurry: either way the broker takes the messages back.
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook closes the connection.
        }
    }
}
