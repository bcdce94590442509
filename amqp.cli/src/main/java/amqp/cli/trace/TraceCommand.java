// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.connection.ConnectionArguments;
import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.InterruptHook;
import amqp.cli.terminal.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code amqp trace}. */
@Command(
        name = "trace",
        description = {
            "Shows the frames between clients and a broker, with latencies and violations of the protocol: a proxy that"
                    + " clients connect to instead of the broker. Ctrl-C ends it with a summary.",
            "Clients log in with their own names and passwords; of --uri only host, port, TLS and connection_timeout are"
                    + " used. Passwords are not shown or written."
        },
        mixinStandardHelpOptions = true)
public final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionArguments connection;

    @Mixin
    private FrameFilter filter;

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            converter = ListenAddress.Converter.class,
            description = "The address that clients connect to; without a host, only clients on this machine can. Port"
                    + " 0 is any free port.")
    private ListenAddress listen;

    @Option(
            names = "--listen-tls",
            arity = "2",
            paramLabel = "PEM",
            description = "Clients connect with TLS: the certificate and the private key of this proxy.")
    private List<Path> listenTls = List.of();

    @Option(names = "--read", paramLabel = "FILE", description = "Shows a capture file instead of connections.")
    private Path read;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Also writes all frames, even those that are not shown, to a new capture file.")
    private Path write;

    @Option(
            names = "--body-bytes",
            paramLabel = "N",
            description = "How many bytes of a body frame to show. Default: ${DEFAULT-VALUE}")
    private int bodyBytes = 64;

    @Option(names = "--connections", paramLabel = "N", description = "End when N connections have ended.")
    private long connections = Long.MAX_VALUE;

    @Option(names = "--summary", description = "Show no frames, only the summary.")
    private boolean summaryOnly;

    @Option(names = "--json", description = "A line for each frame, and one for the summary.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Arguments.atLeast(spec, "--body-bytes", bodyBytes, 0);
        Arguments.atLeast(spec, "--connections", connections, 1);
        filter.check();
        if ((listen == null) == (read == null)) {
            throw wrong("give --listen for a proxy, or --read for a capture file");
        }
        if (read != null && (write != null || !listenTls.isEmpty() || connection.hasUri())) {
            throw wrong("--read goes with neither --uri, --listen-tls nor --write");
        }
        return read != null ? read() : trace();
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private int read() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Summary summary = new Summary();
        Consumer<TraceEvent> output = summaryOnly ? event -> {} : new PrintDirectly(out, format());
        Tracer tracer = new Tracer(summary, filter, bodyBytes, output, Capture.NONE);
        try (CaptureReader capture = CaptureReader.open(read)) {
            CommandFailedException damage = null;
            try {
                for (TraceRecord passed = capture.next(); passed != null; passed = capture.next()) {
                    tracer.accept(passed);
                }
            } catch (CommandFailedException e) {
                damage = e;
            }
            print(summary, 0);
            if (damage != null) {
                throw damage;
            }
        }
        return ExitCode.OK;
    }

    private int trace() throws IOException, InterruptedException {
        ClientTls clientTls = clientTls();
        BrokerAddress broker = new BrokerAddress(connection.optionsWithoutLogin());
        LiveTrace live = new LiveTrace(connections);
        Summary summary = new Summary();
        InterruptHook interrupt = InterruptHook.add(live::interrupt);
        try (ServerSocket listener = listen.listen()) {
            Capture capture = capture(summary);
            PrintQueue printer = new PrintQueue(spec.commandLine().getOut(), format(), live::stop);
            announce(listener, broker);
            try (capture;
                    printer) {
                Consumer<TraceEvent> output = summaryOnly ? event -> {} : printer;
                live.run(listener, clientTls, broker, new Tracer(summary, filter, bodyBytes, output, capture));
            }
            print(summary, printer.notShown());
            Failures.expectWritten(spec.commandLine().getOut());
            return capture.hasFailed() ? ExitCode.SOFTWARE : ExitCode.OK;
        } finally {
            live.finished();
            interrupt.remove();
        }
    }

    private Capture capture(Summary summary) {
        PrintWriter err = spec.commandLine().getErr();
        return write == null
                ? Capture.NONE
                : CaptureWriter.create(write, summary, sentence -> Failures.show(err, sentence));
    }

    private void announce(ServerSocket listener, BrokerAddress broker) {
        String address = listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
        Failures.show(spec.commandLine().getErr(), "listening on " + address + ", for the broker " + broker);
    }

    private ClientTls clientTls() {
        try {
            return listenTls.isEmpty() ? ClientTls.NONE : ClientTls.of(listenTls.get(0), listenTls.get(1));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Function<TraceEvent, String> format() {
        return json ? new JsonFormat() : new TextFormat(ZoneId.systemDefault(), Style.of(spec));
    }

    private void print(Summary summary, long notShown) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(summary.json(notShown));
        } else {
            summary.print(out, notShown);
        }
    }
}
