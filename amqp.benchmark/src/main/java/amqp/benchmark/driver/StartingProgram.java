// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.startup.PeerStart;
import amqp.benchmark.startup.SdkStart;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that is measured while it starts, with no more on its class path than it needs.
 *
 * @param id as users name it
 * @param title as readers know it
 * @param main the program
 * @param arguments of the program, after the URI
 * @param jars one class of each jar that it needs
 */
record StartingProgram(String id, String title, Class<?> main, List<String> arguments, List<String> jars) {
    private static final String LOGGING = "org.slf4j.LoggerFactory";

    /** A provider that drops everything, so that SLF4J warns of nothing. It counts as none's jar. */
    private static final String NO_LOGGING = "org.slf4j.nop.NOPServiceProvider";

    private static final List<String> SDK = List.of(
            "amqp.client.Connection",
            "amqp.connection.ConnectionEngine",
            "amqp.codec.Message",
            "amqp.frames.FrameDecoder",
            "amqp.credentials.Mechanisms",
            "amqp.heartbeat.HeartbeatMonitor",
            "amqp.reconnection.Reconnector",
            "amqp.backpressure.WaterMarks",
            "amqp.tls.TlsOptions",
            "amqp.adapter.spi.AdapterProvider",
            LOGGING);

    /** It can't do without Netty's jars: they are dependencies of it that are not optional. */
    private static final List<String> PEER = List.of(
            "com.rabbitmq.client.ConnectionFactory",
            "io.netty.buffer.ByteBuf",
            "io.netty.channel.Channel",
            "io.netty.handler.codec.ByteToMessageDecoder",
            "io.netty.handler.codec.compression.JdkZlibDecoder",
            "io.netty.handler.codec.marshalling.MarshallingDecoder",
            "io.netty.handler.codec.protobuf.ProtobufDecoder",
            "io.netty.handler.ssl.SslHandler",
            "io.netty.resolver.AddressResolver",
            "io.netty.channel.unix.Socket",
            "io.netty.util.concurrent.Future",
            LOGGING);

    static final List<StartingProgram> ALL = List.of(
            sdk("nio", "amqp.adapter.nio.NioAdapterProvider"),
            sdk("blocking", "amqp.adapter.blocking.BlockingAdapterProvider"),
            new StartingProgram("amqp-client", "amqp-client, blocking", PeerStart.class, List.of(), PEER),
            new StartingProgram("amqp-client-netty", "amqp-client, Netty", PeerStart.class, List.of("netty"), PEER));

    private static StartingProgram sdk(String adapter, String provider) {
        List<String> jars = new ArrayList<>(SDK);
        jars.add(provider);
        return new StartingProgram(adapter, "ours, " + adapter, SdkStart.class, List.of(), jars);
    }

    /** Octets of the jars, SLF4J's API among them. */
    long jarSize() {
        return jars.stream().mapToLong(each -> size(place(each))).sum();
    }

    boolean isOnJarsAlone() {
        return places().allMatch(Files::isRegularFile);
    }

    String classPath() {
        return places().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private Stream<Path> places() {
        return Stream.concat(jars.stream(), Stream.of(NO_LOGGING, main.getName()))
                .map(StartingProgram::place);
    }

    /** The jar, or the folder, that a class comes from. */
    private static Path place(String className) {
        try {
            Class<?> type = Class.forName(className, false, StartingProgram.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("the class path lacks " + className, e);
        }
    }

    private static long size(Path place) {
        try {
            return Files.size(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
