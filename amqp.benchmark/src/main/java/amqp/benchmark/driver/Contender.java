// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Mode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is measured.
 *
 * @param id as the worker knows it
 * @param title as readers know it
 * @param modes where it makes sense
 */
record Contender(String id, String title, Kind kind, Set<Mode> modes) {
    enum Kind {
        FLOOR,
        OURS,
        /** Ours, of jars that were kept. */
        OURS_BEFORE,
        JVM_PEER,
        C_PEER
    }

    private static final Set<Mode> ALL_MODES = EnumSet.allOf(Mode.class);

    /** Where callbacks matter. */
    private static final Set<Mode> DISPATCHED = EnumSet.complementOf(EnumSet.of(Mode.PUBLISH, Mode.PUBLISH_BATCH));

    private static final Set<Mode> ONE_BY_ONE = EnumSet.complementOf(EnumSet.of(Mode.PUBLISH_BATCH));

    static final Contender NIO = new Contender("nio", "ours, nio", Kind.OURS, ALL_MODES);
    static final Contender BLOCKING = new Contender("blocking", "ours, blocking", Kind.OURS, ALL_MODES);
    static final Contender NIO_EXECUTOR =
            new Contender("nio-executor", "ours, nio, executor dispatch", Kind.OURS, DISPATCHED);
    static final Contender BLOCKING_EXECUTOR =
            new Contender("blocking-executor", "ours, blocking, executor dispatch", Kind.OURS, DISPATCHED);
    static final Contender NETTY = new Contender("netty", "ours, Netty", Kind.OURS, ALL_MODES);
    static final Contender PEER_BLOCKING =
            new Contender("amqp-client", "amqp-client, blocking", Kind.JVM_PEER, ONE_BY_ONE);
    static final Contender PEER_NIO = new Contender("amqp-client-nio", "amqp-client, NIO", Kind.JVM_PEER, ONE_BY_ONE);
    static final Contender PEER_NETTY =
            new Contender("amqp-client-netty", "amqp-client, Netty", Kind.JVM_PEER, ONE_BY_ONE);
    static final Contender RABBITMQ_C = new Contender("rabbitmq-c", "rabbitmq-c", Kind.C_PEER, ONE_BY_ONE);
    static final Contender FLOOR = new Contender(
            "floor",
            "floor (raw socket)",
            Kind.FLOOR,
            EnumSet.of(Mode.PUBLISH, Mode.PUBLISH_BATCH, Mode.CONSUME, Mode.ECHO));

    /** Only where somebody asks for them. */
    private static final List<Contender> ON_REQUEST = List.of(
            new Contender("aio", "ours, aio", Kind.OURS, ALL_MODES),
            NETTY,
            new Contender("nio-micrometer", "ours, nio, with Micrometer", Kind.OURS, ALL_MODES),
            new Contender("nio-traced", "ours, nio, traced", Kind.OURS, ALL_MODES),
            new Contender("nio-unsampled", "ours, nio, traced, not sampled", Kind.OURS, ALL_MODES),
            new Contender("vertx", "ours, Vert.x", Kind.OURS, ALL_MODES),
            new Contender("compat", "ours, nio, under amqp-client's API", Kind.OURS, ONE_BY_ONE),
            new Contender("nio-observed", "ours, nio, counting observer", Kind.OURS, ALL_MODES),
            new Contender("nio-recorded", "ours, nio, flight recording", Kind.OURS, ALL_MODES));

    /** Who is compared where nobody says who is to be, in the order of the report. */
    static final List<Contender> USUAL = List.of(
            FLOOR, NIO, BLOCKING, NIO_EXECUTOR, BLOCKING_EXECUTOR, PEER_BLOCKING, PEER_NIO, PEER_NETTY, RABBITMQ_C);

    /** All that can be compared, in the order of the report. */
    static final List<Contender> ALL =
            Stream.of(USUAL, ON_REQUEST).flatMap(List::stream).toList();

    /** Over TLS; amqp-client's NIO mode waits for ever in the null broker's handshake. */
    static final List<Contender> TLS = List.of(
            NIO,
            BLOCKING,
            NIO_EXECUTOR,
            NETTY,
            new Contender("netty-openssl", "ours, Netty with OpenSSL", Kind.OURS, ALL_MODES),
            PEER_BLOCKING,
            PEER_NETTY,
            new Contender("amqp-client-netty-openssl", "amqp-client, Netty with OpenSSL", Kind.JVM_PEER, ONE_BY_ONE));

    /** At a steady rate. */
    static final List<Contender> LATENCY = List.of(
            FLOOR,
            NIO,
            NIO_EXECUTOR,
            BLOCKING,
            BLOCKING_EXECUTOR,
            NETTY,
            new Contender("netty-executor", "ours, Netty, executor dispatch", Kind.OURS, DISPATCHED),
            PEER_BLOCKING,
            PEER_NIO,
            PEER_NETTY);

    /** The same of jars that were kept. */
    Contender before() {
        return new Contender(id, title + ", before", Kind.OURS_BEFORE, modes);
    }

    boolean takesPartIn(Case measured) {
        return modes.contains(measured.mode());
    }
}
