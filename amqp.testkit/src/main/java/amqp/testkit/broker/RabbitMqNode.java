// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A private RabbitMQ from the installed package (Debian's layout; property {@code amqp.rabbitmq.home} names another
 * folder that has {@code bin/rabbitmq-server}, such as the one that {@code bin/rabbitmq4} makes), on 127.0.0.1 alone,
 * with its own folder, ports, cookie and epmd. Needs 5–8 s to start and 130 MiB.
 *
 * <p>Users: {@code guest} (administrator, everything on {@code /} and {@code other}), {@code client} (everything on
 * {@code /}; the name on the test certificate), {@code restricted} (may open {@code /}, may touch nothing there),
 * {@code nobody} (may open no virtual host); each password is the name.
 *
 * <p>Ends only the processes it started: in {@link #close()}, or when the JVM exits. One thread at a time.
 */
public final class RabbitMqNode implements AutoCloseable {
    static final String MEMORY_LIMIT = "600MiB";
    static final String DISK_LIMIT = "1MB";

    private static final String HOME_PROPERTY = "amqp.rabbitmq.home";
    private static final Path PACKAGED = Path.of("/usr/lib/rabbitmq");
    private static final Path HOME = Path.of(System.getProperty(HOME_PROPERTY, PACKAGED.toString()));
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(60);
    private static final Pattern VERSION = Pattern.compile("Starting RabbitMQ (\\S+) on Erlang (\\S+)");
    private static final int TAIL_LINES = 40;
    private static final System.Logger LOG = System.getLogger("amqp.testkit");

    private final NodeIdentity identity;
    private final boolean tls;
    private final NodeFolder folder;
    private final Runnable afterwards;
    private final Thread hook = new Thread(this::endProcesses, "amqp-testkit-rabbitmq-end");
    private Process server;
    private int starts;
    private String version = "";

    /**
     * Prepares what a node needs; {@link #launch} starts it.
     *
     * @param afterwards run when the node has ended for good
     */
    RabbitMqNode(RabbitMqOptions options, NodeIdentity identity, Runnable afterwards) {
        this.identity = identity;
        tls = options.configuration().stream().anyMatch(line -> line.startsWith("listeners.ssl."));
        folder = new NodeFolder(options, identity);
        this.afterwards = afterwards;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a node and waits until it is ready. */
    public static RabbitMqNode start() {
        return start(RabbitMqOptions.DEFAULT);
    }

    /** @throws AssertionError with the end of the log when the node does not get ready */
    public static RabbitMqNode start(RabbitMqOptions options) {
        requireInstalled();
        var epmd = new Epmd();
        var node = new RabbitMqNode(options, NodeIdentity.fresh(epmd, NodeIdentity.freshCookie()), epmd::close);
        try {
            node.launch();
            node.awaitReady();
            return node;
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
    }

    /** Whether the property {@code amqp.rabbitmq.home} says which installation it is. */
    public static boolean isNamed() {
        return System.getProperty(HOME_PROPERTY) != null;
    }

    /**
     * Whether there is a broker to start.
     *
     * @throws IllegalStateException when the property {@code amqp.rabbitmq.home} names a folder without one, unless it is
     *     the package's: who names a broker wants the tests to run on it
     */
    public static boolean isInstalled() {
        return isInstalled(HOME);
    }

    static boolean isInstalled(Path home) {
        if (Files.isExecutable(home.resolve("bin/rabbitmq-server"))) return true;
        if (home.equals(PACKAGED)) return false;
        throw new IllegalStateException("There is no RabbitMQ in " + home + ", which " + HOME_PROPERTY
                + " (or AMQP_RABBITMQ4_HOME) names: it has no bin/rabbitmq-server that can be run. Name a folder that has "
                + "one, such as bin/rabbitmq4 makes, or none for the installed package.");
    }

    /**
     * For test conditions such as {@code @EnabledIf("amqp.testkit.broker.RabbitMqNode#available")}: tests are skipped only
     * where somebody said so, by the system property {@code amqp.rabbitmq=absent}; a broker that is merely missing makes
     * them fail.
     */
    public static boolean available() {
        if ("absent".equals(System.getProperty("amqp.rabbitmq"))) return false;
        requireInstalled();
        return true;
    }

    /** A command of the installation; those that it does not bring are the system's. */
    static String command(String name) {
        var own = HOME.resolve("bin").resolve(name);
        return Files.isExecutable(own) ? own.toString() : name;
    }

    static void requireInstalled() {
        if (!isInstalled()) {
            throw new IllegalStateException(
                    "RabbitMQ is not installed in " + HOME + ". Install the package rabbitmq-server, "
                            + "or say by -Damqp.rabbitmq=absent that the tests that need it are to be skipped.");
        }
    }

    /** The node's name within its cluster. */
    String name() {
        return identity.name();
    }

    public int port() {
        return identity.port();
    }

    /** Port with TLS, if the options have asked for one. */
    public int tlsPort() {
        if (!tls) throw new IllegalStateException("This node has no TLS listener; start it with options withTls(…).");
        return identity.tlsPort();
    }

    /** {@code amqp://guest:guest@127.0.0.1:port}, which means virtual host {@code /}. */
    public URI uri() {
        return URI.create("amqp://guest:guest@127.0.0.1:" + port());
    }

    /** {@code amqps://guest:guest@localhost:port} */
    public URI tlsUri() {
        return URI.create("amqps://guest:guest@localhost:" + tlsPort());
    }

    /** RabbitMQ's version, such as 3.10.8. */
    public String version() {
        return version;
    }

    /** The first number of its version, such as 3. */
    public int majorVersion() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    /** Process id of the server. */
    public long pid() {
        return server.pid();
    }

    public boolean isRunning() {
        return server.isAlive();
    }

    /** SIGKILL: sockets are reset or closed by the system, nothing is said on them. */
    public void kill() {
        end(server.destroyForcibly());
    }

    /** SIGTERM, then waits: connections are told 320 CONNECTION_FORCED. */
    public void stop() {
        server.destroy();
        end(server);
    }

    /** Starts it again on the same ports with what it had stored; stops it first where it runs. */
    public void restart() {
        if (server.isAlive()) stop();
        launch();
        awaitReady();
    }

    /** SIGSTOP: sockets stay open, nobody answers; on a busy machine some threads would answer for a while yet. */
    public void freeze() {
        signal("STOP");
        Path threads = Path.of("/proc", Long.toString(server.pid()), "task");
        Await.until(STOP_DEADLINE, () -> areStopped(threads), () -> server.pid() + " still runs");
    }

    /** Where the system shows threads at all. */
    private static boolean areStopped(Path threads) {
        if (!Files.isDirectory(threads)) {
            return true;
        }
        try (var each = Files.list(threads)) {
            return each.allMatch(thread -> read(thread.resolve("stat")).contains(") T "));
        } catch (IOException | UncheckedIOException e) {
            return false; // one has ended meanwhile
        }
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    /** Publishing connections are told connection.blocked and not read from any more. */
    public void blockByMemoryAlarm() {
        rabbitmqctl("set_vm_memory_high_watermark", "0");
    }

    /** The same, as if the disk were full. */
    public void blockByDiskAlarm() {
        rabbitmqctl("set_disk_free_limit", "1000GB");
    }

    /** Ends what {@link #blockByMemoryAlarm()} began. */
    public void unblock() {
        rabbitmqctl("set_vm_memory_high_watermark", "absolute", MEMORY_LIMIT);
    }

    /** Ends what {@link #blockByDiskAlarm()} began. */
    public void unblockDisk() {
        rabbitmqctl("set_disk_free_limit", DISK_LIMIT);
    }

    /** Closes, as an operator would, each connection whose client gave it this name; they are told 320 and the reason. */
    public void closeConnections(String name, String reason) {
        rabbitmqctl("-q", "list_connections", "pid", "client_properties")
                .lines()
                .map(line -> line.split("\t"))
                .filter(columns -> columns.length == 2 && columns[1].contains("\"" + name + "\""))
                .forEach(columns -> rabbitmqctl("close_connection", columns[0], reason));
    }

    /**
     * Runs rabbitmqctl on this node, which takes about a second.
     *
     * @return what it printed
     * @throws IllegalStateException with what it printed when it fails
     */
    public String rabbitmqctl(String... arguments) {
        var command = new ArrayList<>(List.of(command("rabbitmqctl")));
        command.addAll(List.of(arguments));
        var process = start(folder.process(command), "rabbitmqctl.out");
        if (!ended(process, COMMAND_DEADLINE)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "rabbitmqctl " + List.of(arguments) + " takes too long; is the node frozen?");
        }
        var output = read(folder.file("rabbitmqctl.out"));
        if (process.exitValue() != 0) {
            throw new IllegalStateException("rabbitmqctl " + List.of(arguments) + " failed: " + output);
        }
        return output;
    }

    /** The log since the last start. */
    public String log() {
        return read(logFile());
    }

    /** Ends the processes at once and deletes the folder. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        endProcesses();
    }

    /** Starts the server and does not wait. */
    void launch() {
        starts++;
        var builder = folder.process(List.of(command("rabbitmq-server")));
        builder.environment().put("RABBITMQ_LOGS", logFile().toString());
        server = start(builder, "server-" + starts + ".out");
    }

    void awaitReady() {
        Await.until(START_DEADLINE, () -> ready() || !server.isAlive(), () -> "RabbitMQ is not ready.\n" + tail());
        if (!ready()) throw new AssertionError("RabbitMQ ended with " + server.exitValue() + ".\n" + tail());
        var found = VERSION.matcher(log());
        if (found.find()) {
            version = found.group(1);
            LOG.log(
                    System.Logger.Level.INFO,
                    "RabbitMQ " + version + " on Erlang " + found.group(2) + ", port " + port());
        }
    }

    private boolean ready() {
        return log().contains("Server startup complete");
    }

    private Path logFile() {
        return folder.file("log/" + starts + ".log");
    }

    private String tail() {
        var lines =
                (log() + read(folder.file("server-" + starts + ".out"))).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private void signal(String name) {
        var kill = start(folder.process(List.of("sh", "-c", "kill -" + name + " " + server.pid())), "kill.out");
        if (!ended(kill, STOP_DEADLINE) || kill.exitValue() != 0) {
            throw new IllegalStateException("SIG" + name + " could not be sent to process " + server.pid() + ".");
        }
    }

    private void endProcesses() {
        if (server != null) end(server.destroyForcibly());
        afterwards.run();
        folder.delete();
    }

    private static void end(Process process) {
        if (!ended(process, STOP_DEADLINE)) {
            throw new IllegalStateException("Process " + process.pid() + " does not end.");
        }
    }

    private Process start(ProcessBuilder builder, String output) {
        try {
            var process = builder.redirectOutput(folder.file(output).toFile()).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + builder.command().get(0) + ".", e);
        }
    }

    private static boolean ended(Process process, Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
