// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.terminal.JsonText;
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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code amqp ping}. */
@Command(
        name = "ping",
        description = "Connects to the broker and shows its version, the connection's limits and the round-trip time.",
        mixinStandardHelpOptions = true)
public final class PingCommand implements Callable<Integer> {
    private static final int ROUND_TRIPS = 9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments arguments;

    @Option(
            names = "--json",
            description = "One line: broker, address, adapter, tls, channelMax, frameMaxBytes, heartbeatSeconds,"
                    + " connectMillis, roundTripMillis.")
    private boolean json;

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        try (Session session = Session.open(arguments.options())) {
            long opened = System.nanoTime() - begin;
            Connection connection = session.connection();
            Tuning tuning = connection.tuning();
            PrintWriter out = spec.commandLine().getOut();
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("broker", broker(connection.serverProperties()));
            found.put("address", connection.address().toString());
            found.put("adapter", arguments.adapterName());
            found.put("tls", connection.options().tls().enabled());
            found.put("channelMax", tuning.channelMax());
            found.put("frameMaxBytes", tuning.frameMax());
            found.put("heartbeatSeconds", tuning.heartbeatSeconds());
            found.put("connectMillis", opened / 1e6);
            found.put("roundTripMillis", roundTrip(session) / 1e6);
            out.println(json ? JsonText.of(found) : text(found));
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

    private static String text(Map<String, Object> found) {
        Object heartbeat = found.get("heartbeatSeconds");
        return String.format(
                Locale.ROOT,
                """
                broker      %s
                address     %s
                adapter     %s
                TLS         %s
                limits      channel-max %d, frame-max %d bytes, heartbeat %s
                connected   in %.2f ms
                round trip  %.2f ms, median of %d""",
                found.get("broker"),
                found.get("address"),
                found.get("adapter"),
                found.get("tls").equals(true) ? "yes" : "no",
                found.get("channelMax"),
                found.get("frameMaxBytes"),
                heartbeat.equals(0) ? "off" : heartbeat + " s",
                found.get("connectMillis"),
                found.get("roundTripMillis"),
                ROUND_TRIPS);
    }
}
