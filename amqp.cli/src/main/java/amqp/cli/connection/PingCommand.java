// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.FieldTable;
import amqp.codec.FieldType;
import amqp.codec.FieldValue;
import amqp.codec.ForeignText;
import amqp.connection.Tuning;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code amqp ping}. */
@Command(
        name = "ping",
        description = "Connects and says who answers, on what terms, and how fast.",
        mixinStandardHelpOptions = true)
public final class PingCommand implements Callable<Integer> {
    private static final int ROUND_TRIPS = 9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments arguments;

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        try (Session session = Session.open(arguments.options())) {
            long opened = System.nanoTime() - begin;
            Connection connection = session.connection();
            Tuning tuning = connection.tuning();
            PrintWriter out = spec.commandLine().getOut();
            out.println("broker      " + broker(connection.serverProperties()));
            out.println("address     " + connection.address());
            out.println("adapter     " + arguments.adapterName());
            out.println("TLS         " + (arguments.isTls() ? "yes" : "no"));
            out.println("limits      channel-max " + tuning.channelMax() + ", frame-max " + tuning.frameMax()
                    + " bytes, heartbeat "
                    + (tuning.heartbeatSeconds() == 0 ? "off" : tuning.heartbeatSeconds() + " s"));
            out.println("connected   in " + millis(opened));
            out.println("round trip  " + millis(roundTrip(session)) + ", median of " + ROUND_TRIPS);
            out.flush();
            return 0;
        }
    }

    /** What the broker says of itself, on one line. */
    public static String broker(FieldTable properties) {
        String said = (text(properties, "product") + " " + text(properties, "version")).strip();
        return said.isEmpty() ? "(does not say)" : ForeignText.line(said);
    }

    private static String text(FieldTable properties, String name) {
        FieldValue value = properties.get(name);
        return value == null ? "" : value.type() == FieldType.STRING ? value.asString() : value.toString();
    }

    /** Nanoseconds of a basic.qos and its answer. */
    private static long roundTrip(Session session) {
        Channel channel = session.openChannel(Dispatch.IO_THREAD);
        long[] nanos = new long[ROUND_TRIPS];
        for (int i = 0; i < ROUND_TRIPS; i++) {
            long begin = System.nanoTime();
            Stages.await(channel.basicQos(1));
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return nanos[ROUND_TRIPS / 2];
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
