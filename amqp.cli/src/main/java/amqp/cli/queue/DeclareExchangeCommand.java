// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.message.HeaderArgument;
import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.method.ExchangeMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code amqp declare exchange}. */
@Command(
        name = "exchange",
        description = {
            "Declares an exchange that survives a restart of the broker.",
            "If the exchange exists, it must have been declared in the same way; otherwise the command fails."
        },
        mixinStandardHelpOptions = true)
final class DeclareExchangeCommand extends ChannelCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "direct, fanout, topic, headers, or another type of the broker's. Default: direct")
    private String type = "direct";

    @Option(names = "--passive", description = "Declare nothing; fail when there is no such exchange.")
    private boolean passive;

    @Option(names = "--transient", description = "The exchange does not survive a restart of the broker.")
    private boolean temporary;

    @Option(names = "--auto-delete", description = "The broker deletes the exchange with its last binding.")
    private boolean autoDelete;

    @Option(names = "--internal", description = "Only other exchanges may publish to it.")
    private boolean internal;

    @Option(names = "--alternate-exchange", paramLabel = "NAME", description = "Gets messages that it cannot route.")
    private Optional<String> alternateExchange;

    @Option(
            names = "--argument",
            paramLabel = "NAME=LETTER:VALUE",
            description =
                    "Any other argument, with the letter of its type, such as x-delayed-type=S:direct; repeatable.")
    private final List<String> arguments = new ArrayList<>();

    @Override
    void check() {
        checkName("the name of an exchange", name);
        checkName("--type", type);
        try {
            method();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), e.getMessage(), e);
        }
    }

    @Override
    Done run(Channel channel) {
        Stages.await(channel.exchangeDeclare(method()));
        return Done.of("exchange \"" + name + "\" is there").with("exchange", name);
    }

    private ExchangeMethod.Declare method() {
        ExchangeMethod.Declare method = ExchangeMethod.Declare.of(name, type)
                .passive(passive)
                .durable(!temporary)
                .autoDelete(autoDelete)
                .internal(internal)
                .arguments(HeaderArgument.table("--argument", arguments));
        return alternateExchange.map(method::alternateExchange).orElse(method);
    }
}
