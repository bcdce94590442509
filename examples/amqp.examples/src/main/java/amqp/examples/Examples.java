// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The command bin/examples: lists the examples, and runs those that are named, or all. */
public final class Examples {
    private static final String USAGE = """
            Usage: bin/examples [--uri URI] [--tls-uri URI] [--list] [NAME]...

            Runs the examples that are named, or all. Each ends by itself and says what it showed; the exit status is 0
            only when all of them showed what they promise.

              --uri URI       the broker (amqp://guest:guest@localhost)
              --tls-uri URI   where it listens with TLS, and the certificates; TlsClientCertificate needs it:
                              'amqps://localhost?cacertfile=ca.pem&certfile=client.pem&keyfile=client-key.pem'
              --list          only says what there is
            """;

    /** In the order in which they are best read. */
    static final List<Example> ALL = List.of(
            new Example("Hello", "sends messages to a queue and receives them", Hello::main),
            new Example("HelloAsync", "sends and receives without a call that waits", HelloAsync::main),
            new Example("Connecting", "sets options, hears of losses, shuts down", Connecting::main),
            new Example("Publishing", "publishes messages with properties, and batches", Publishing::main),
            new Example(
                    "PublisherConfirms", "publishes many messages, with one verdict for each", PublisherConfirms::main),
            new Example("AsyncPublish", "publishes without blocking, and slows down in time", AsyncPublish::main),
            new Example("WorkQueue", "shares tasks between workers: prefetch and ack", WorkQueue::main),
            new Example("Consuming", "receives by callback, in a loop, one at a time", Consuming::main),
            new Example("Acknowledging", "acknowledges, requeues and rejects", Acknowledging::main),
            new Example("PublishSubscribe", "sends each message to every subscriber (fanout)", PublishSubscribe::main),
            new Example("Topics", "routes by patterns", Topics::main),
            new Example("RemoteCalls", "calls a server by messages (RPC)", RemoteCalls::main),
            new Example("RemoteWork", "serves several remote calls at once", RemoteWork::main),
            new Example("Get", "fetches single messages, and gives one back", Get::main),
            new Example("Transactions", "acknowledges and publishes, both or neither", Transactions::main),
            new Example("Returns", "gets messages back that no queue takes", Returns::main),
            new Example("FlowPublisher", "reads a queue as a reactive stream", FlowPublisher::main),
            new Example("Consumers", "handles several messages at once, retries, puts aside", Consumers::main),
            new Example("Batches", "handles messages in batches", Batches::main),
            new Example("Recovering", "loses its connection and gets it back", Recovering::main),
            new Example("Reactive", "publishes and handles with Project Reactor", Reactive::main),
            new Example("Observing", "sees what happens on a connection, and asks how it is", Observing::main),
            new Example("Metrics", "counts and times with Micrometer", Metrics::main),
            new Example(
                    "AmqpClientApi",
                    "runs a program for amqp-client on amqp-client and on this SDK",
                    AmqpClientApi::main),
            new Example("PipelinedSetup", "declares many queues in a few round trips", PipelinedSetup::main),
            new Example(
                    "RegisteredCallbacks", "registers callbacks for any method and event", RegisteredCallbacks::main),
            new Example("Tracing", "traces messages and calls with OpenTelemetry", Tracing::main),
            new Example("FrameTracing", "logs each frame, sent and received", FrameTracing::main),
            new Example("SettingsFile", "connects by a properties file", SettingsFile::main),
            new Example(
                    "TlsClientCertificate", "logs in by a certificate; needs --tls-uri", TlsClientCertificate::main),
            new Example("Tokens", "logs in with tokens of an OAuth 2 server", Tokens::main),
            new Example("Passwords", "logs in with passwords that change", Passwords::main),
            new Example("Adapters", "chooses the I/O adapter", Adapters::main),
            new Example("Testing", "tests an application without a broker", Testing::main),
            new Example("OwnLoop", "runs the engine on a loop of your own", OwnLoop::main));

    /**
     * A program with its name, which is its class's.
     *
     * @param shows what it shows, for the list
     */
    record Example(String name, String shows, Program program) {
        boolean lacks(Arguments arguments) {
            return shows.endsWith("needs --tls-uri") && arguments.tlsUri().isEmpty();
        }
    }

    /** The main method of an example. */
    interface Program {
        void main(String[] args) throws Exception;
    }

    private Examples() {}

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    /** @return the exit status: 0, 1 when an example failed, 2 for arguments that can't be used */
    static int run(PrintStream out, String... args) {
        List<String> given = List.of(args);
        if (given.contains("--help") || given.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        if (given.contains("--list")) {
            ALL.forEach(example -> out.printf("%-22s%s%n", example.name(), example.shows()));
            return 0;
        }
        try {
            return run(out, Arguments.of(args), args);
        } catch (IllegalArgumentException e) {
            out.println("examples: " + e.getMessage());
            return 2;
        }
    }

    private static int run(PrintStream out, Arguments arguments, String... args) {
        boolean all = arguments.names().isEmpty();
        List<Example> chosen =
                all ? ALL : arguments.names().stream().map(Examples::named).toList();
        int failed = 0;
        for (Example example : chosen) {
            out.println("== " + example.name() + ": " + example.shows());
            if (all && example.lacks(arguments)) {
                out.println("left out");
            } else if (!succeeds(example, args, out)) {
                failed++;
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private static boolean succeeds(Example example, String[] args, PrintStream out) {
        try {
            example.program().main(args);
            return true;
        } catch (Exception e) {
            out.println("FAILED: " + (e instanceof CompletionException ? e.getCause() : e));
            return false;
        }
    }

    private static Example named(String name) {
        return ALL.stream()
                .filter(example -> example.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no example " + name + "; bin/examples --list says which there are"));
    }
}
