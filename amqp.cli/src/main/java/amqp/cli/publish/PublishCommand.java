// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Outages;
import amqp.cli.connection.ReconnectArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageArguments;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Progress;
import amqp.client.Channel;
import amqp.client.Dispatch;
import amqp.codec.BasicProperties;
import amqp.codec.method.BasicMethod;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code amqp publish}. */
@Command(
        name = "publish",
        description = {
            "Publishes a message, or many.",
            "When the connection is lost, it connects again and goes on. With --confirm, messages without a verdict are"
                    + " published again then: at least once.",
            "Ends with status 0 only if none was nacked, returned or left without a verdict."
        },
        mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private ReconnectArguments reconnect;

    @Mixin
    private MessageArguments message;

    @Option(names = "--exchange", paramLabel = "NAME", description = "The default exchange unless given.")
    private String exchange = "";

    @Option(
            names = "--routing-key",
            paramLabel = "KEY",
            required = true,
            description = "For the default exchange, the name of the queue.")
    private String routingKey;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "So many messages, with message-id 1 to N unless --property gives one. Default: 1")
    private long count = 1;

    @Option(names = "--rate", paramLabel = "PER_SECOND", description = "At most so many messages a second.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(names = "--confirm", description = "Wait for the broker's verdict on each message.")
    private boolean confirm;

    @Option(names = "--mandatory", description = "The broker returns a message that no queue takes.")
    private boolean mandatory;

    @Option(
            names = "--json",
            description = "One line at the end: published, acked, nacked, returned, unknown, seconds.")
    private boolean json;

    @Override
    public Integer call() {
        Arguments.atLeast(spec, "--count", count, 0);
        if (!(rate > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate must be more than 0; it is " + rate);
        }
        Arguments.shortString(spec, "--exchange", exchange);
        Arguments.shortString(spec, "--routing-key", routingKey);
        BasicProperties properties = message.properties();
        byte[] body = message.body();
        PrintWriter err = spec.commandLine().getErr();
        Outages outages = new Outages(err);
        try (Session session = Session.open(connection.options(reconnect.recovery(), outages));
                Progress progress = new Progress(err, "published", count)) {
            session.connection().addListener(outages);
            Channel channel = session.openChannel(Dispatch.IO_THREAD);
            BasicMethod.Publish method = publish();
            PublishRun run = new PublishRun(channel, method, properties, body, confirm, progress, outages);
            try {
                run.publish(count, rate);
            } catch (RuntimeException e) {
                printBeforeFailing(run.summary());
                throw e;
            }
            print(run.summary());
            return run.summary().isComplete() ? 0 : 1;
        }
    }

    private BasicMethod.Publish publish() {
        return new BasicMethod.Publish(exchange, routingKey, mandatory);
    }

    /** What is known of the messages, for machines; people read the sentence. */
    private void printBeforeFailing(PublishSummary summary) {
        if (json) {
            print(summary);
        }
    }

    private void print(PublishSummary summary) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? summary.json() : summary.text(confirm));
        out.flush();
    }
}
