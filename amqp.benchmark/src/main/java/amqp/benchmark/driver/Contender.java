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
        JVM_PEER,
        C_PEER
    }

    private static final Set<Mode> ALL_MODES = EnumSet.allOf(Mode.class);

    /** Where callbacks matter. */
    private static final Set<Mode> DISPATCHED = EnumSet.complementOf(EnumSet.of(Mode.PUBLISH));

    static final Contender NIO = new Contender("nio", "ours, nio", Kind.OURS, ALL_MODES);
    static final Contender BLOCKING = new Contender("blocking", "ours, blocking", Kind.OURS, ALL_MODES);
    static final Contender NIO_EXECUTOR =
            new Contender("nio-executor", "ours, nio, executor dispatch", Kind.OURS, DISPATCHED);
    static final Contender RABBITMQ_C = new Contender("rabbitmq-c", "rabbitmq-c", Kind.C_PEER, ALL_MODES);
    static final Contender FLOOR =
            new Contender("floor", "floor (raw socket)", Kind.FLOOR, EnumSet.of(Mode.PUBLISH, Mode.CONSUME, Mode.ECHO));

    /** Only where somebody asks for them. */
    private static final List<Contender> ON_REQUEST = List.of(
            new Contender("aio", "ours, aio", Kind.OURS, ALL_MODES),
            new Contender("netty", "ours, Netty", Kind.OURS, ALL_MODES),
            new Contender("vertx", "ours, Vert.x", Kind.OURS, ALL_MODES));

    private static final List<Contender> USUAL = List.of(
            FLOOR,
            NIO,
            BLOCKING,
            NIO_EXECUTOR,
            new Contender("blocking-executor", "ours, blocking, executor dispatch", Kind.OURS, DISPATCHED),
            new Contender("amqp-client", "amqp-client, blocking", Kind.JVM_PEER, ALL_MODES),
            new Contender("amqp-client-nio", "amqp-client, NIO", Kind.JVM_PEER, ALL_MODES),
            new Contender("amqp-client-netty", "amqp-client, Netty", Kind.JVM_PEER, ALL_MODES),
            RABBITMQ_C);

    /** In the order of the report. */
    static final List<Contender> ALL =
            Stream.of(USUAL, ON_REQUEST).flatMap(List::stream).toList();

    /** Whether it is measured when nobody says who is. */
    boolean isUsual() {
        return USUAL.contains(this);
    }

    boolean takesPartIn(Case measured) {
        return modes.contains(measured.mode());
    }
}
