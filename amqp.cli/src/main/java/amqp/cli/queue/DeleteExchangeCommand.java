// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.client.Channel;
import amqp.client.Stages;
import amqp.codec.method.ExchangeMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amqp delete exchange}. */
@Command(name = "exchange", description = "Deletes an exchange with its bindings.", mixinStandardHelpOptions = true)
final class DeleteExchangeCommand extends ChannelCommand {
    @Parameters(paramLabel = "NAME", description = "The exchange; it must exist.")
    private String name;

    @Option(names = "--if-unused", description = "Only when nothing is bound to it.")
    private boolean ifUnused;

    @Override
    void check() {
        checkName("the name of an exchange", name);
    }

    /** Later brokers say nothing when there is no such exchange; hence the look at it. */
    @Override
    Done run(Channel channel) {
        Stages.await(channel.exchangeDeclare(ExchangeMethod.Declare.of(name, "").passive(true)));
        Stages.await(channel.exchangeDelete(ExchangeMethod.Delete.of(name).ifUnused(ifUnused)));
        return Done.of("exchange \"" + name + "\" deleted").with("exchange", name);
    }
}
