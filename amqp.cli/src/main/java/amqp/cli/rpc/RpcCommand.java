// SPDX-License-Identifier: MPL-2.0
package amqp.cli.rpc;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageArguments;
import amqp.cli.message.MessageJson;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.Text;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.rpc.RpcClient;
import amqp.rpc.RpcClientOptions;
import amqp.rpc.RpcRequest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code amqp rpc}. */
@Command(
        name = "rpc",
        description = {
            "Sends a request, waits for the reply and prints its body: text, or the beginning in hexadecimal of what is no"
                    + " text; --json has all of it.",
            "The request carries the properties reply-to and correlation-id; the reply is the message that comes back with"
                    + " the same correlation-id."
        },
        mixinStandardHelpOptions = true)
public final class RpcCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private MessageArguments message;

    @Parameters(
            arity = "0..1",
            paramLabel = "QUEUE|EXCHANGE",
            description = "The server's queue; with --routing-key, the exchange. With --routing-key alone: the default"
                    + " exchange.")
    private String target = "";

    @Option(names = "--routing-key", paramLabel = "KEY", description = "Routing key of the request.")
    private String routingKey;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait for the reply. Default: 20s")
    private Duration timeout = Duration.ofSeconds(20);

    @Option(
            names = "--reply-queue",
            description =
                    "Receive the reply through a temporary queue, for brokers without RabbitMQ's direct reply-to.")
    private boolean replyQueue;

    @Option(
            names = "--json",
            description = "The reply as a line: exchange, routingKey, deliveryTag, redelivered, properties, and one of"
                    + " body, bodyJson and bodyBase64.")
    private boolean json;

    @Override
    public Integer call() {
        Arguments.moreThanZero(spec, "--timeout", timeout);
        RpcRequest request = request();
        ConnectionOptions options = connection.options();
        RpcClientOptions clientOptions = RpcClientOptions.builder()
                .timeout(timeout)
                .replyQueue(replyQueue)
                .build();
        try (Session session = Session.open(options)) {
            RpcClient client = Stages.await(RpcClient.open(session.connection(), clientOptions));
            print(Stages.await(client.call(request)));
        }
        return 0;
    }

    private RpcRequest request() {
        if (target.isEmpty() && routingKey == null) {
            throw new ParameterException(
                    spec.commandLine(), "name the queue of the server, or an exchange and a --routing-key");
        }
        Arguments.shortString(spec, "QUEUE or EXCHANGE", target);
        Message request = Message.of(message.properties(), message.body());
        if (routingKey == null) {
            return RpcRequest.of(target, request);
        }
        Arguments.shortString(spec, "--routing-key", routingKey);
        return RpcRequest.of(target, routingKey, request);
    }

    private void print(Delivery reply) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? MessageJson.line(reply) : Text.readable(reply.body()));
        out.flush();
    }
}
