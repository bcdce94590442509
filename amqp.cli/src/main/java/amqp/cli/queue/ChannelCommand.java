// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.connection.Session;
import amqp.cli.terminal.Arguments;
import amqp.client.Channel;
import amqp.client.Dispatch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that does one thing on a channel and says in one line what it was. */
abstract class ChannelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Option(names = "--json", description = "One line of JSON about what was done.")
    private boolean json;

    /**
     * Checks what can be checked without a broker.
     *
     * @throws picocli.CommandLine.ParameterException when an argument makes no sense
     */
    abstract void check();

    /** Does it; the channel is closed afterwards. */
    abstract Done run(Channel channel);

    @Override
    public final Integer call() {
        check();
        try (Session session = Session.open(connection.options())) {
            run(session.openChannel(Dispatch.EXECUTOR)).print(spec.commandLine().getOut(), json);
        }
        return 0;
    }

    final CommandSpec spec() {
        return spec;
    }

    /** @throws picocli.CommandLine.ParameterException when it is too long for a name of AMQP */
    final void checkName(String what, String name) {
        Arguments.shortString(spec, what, name);
    }
}
