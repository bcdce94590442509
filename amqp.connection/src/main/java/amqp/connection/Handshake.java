// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.WireWriter;
import amqp.codec.method.ConnectionMethod;
import amqp.credentials.Mechanism;
import amqp.credentials.MechanismException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a connection (specification §2.2.4), all its transitions:
 *
 * <pre>
 *   START ── start / start-ok ──▶ TUNE ── tune / tune-ok, open ──▶ OPEN_OK ── open-ok ──▶ DONE
 *                                 ▲  │ secure / secure-ok
 *                                 └──┘
 * </pre>
 */
final class Handshake {
    /** What is awaited from the peer. */
    enum Phase {
        START("connection.start"),
        TUNE("connection.start-ok"),
        OPEN_OK("connection.open"),
        DONE("");

        private final String step;

        Phase(String step) {
            this.step = step;
        }
    }

    /** The peer and we have no common ground; the message says why. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(@Nullable String detail) {
            super(detail, null, false, false);
        }
    }

    private static final String LOCALE = "en_US";
    private static final Map<String, Boolean> CAPABILITIES = Map.of(
            "publisher_confirms", true,
            "basic.nack", true,
            "exchange_exchange_bindings", true,
            "consumer_cancel_notify", true,
            "connection.blocked", true,
            "authentication_failure_close", true);

    private final EngineOptions options;
    private final FrameSender frames;
    private Phase phase = Phase.START;
    private @Nullable Mechanism mechanism;
    private FieldTable serverProperties = FieldTable.EMPTY;
    private @Nullable Tuning tuning;

    Handshake(EngineOptions options, FrameSender frames) {
        this.options = options;
        this.frames = frames;
    }

    Phase phase() {
        return phase;
    }

    /** The step that a silent peer has not answered. */
    String unansweredStep() {
        return phase == Phase.START ? "the protocol header" : phase.step;
    }

    FieldTable serverProperties() {
        return serverProperties;
    }

    /** Null before connection.tune. */
    @Nullable
    Tuning tuning() {
        return tuning;
    }

    void receive(ConnectionMethod method) {
        phase = switch (phase) {
            case START -> started(expect(ConnectionMethod.Start.class, method));
            case TUNE ->
                method instanceof ConnectionMethod.Secure secure
                        ? secured(secure)
                        : tuned(expect(ConnectionMethod.Tune.class, method));
            case OPEN_OK -> opened(expect(ConnectionMethod.OpenOk.class, method));
            case DONE -> throw ProtocolViolation.unexpected(ReplyCode.COMMAND_INVALID, method, "after the handshake");
        };
    }

    private Phase started(ConnectionMethod.Start start) {
        if (start.versionMajor() != 0 || start.versionMinor() != 9) {
            throw new Refused("the broker speaks AMQP " + start.versionMajor() + "-" + start.versionMinor()
                    + ", not 0-9-1: connect to another port or broker");
        }
        checkWellFormed(start.serverProperties());
        serverProperties = start.serverProperties();
        try {
            mechanism = options.mechanisms()
                    .select(start.mechanisms(), options.mechanismWishes())
                    .create(options.credentials());
            frames.method(
                    0,
                    new ConnectionMethod.StartOk(
                            clientProperties(), mechanism.name(), mechanism.initialResponse(), LOCALE));
        } catch (Throwable e) {
            throw loginFailed(e);
        }
        return Phase.TUNE;
    }

    /**
     * A mechanism is foreign code and may throw anything. Those that it is to throw, and what is wrong with the caller's
     * options (credentials that it can't carry, client properties that fit into no frame), say all by their message.
     */
    private static Refused loginFailed(Throwable e) {
        boolean saysAll = e instanceof MechanismException || e instanceof IllegalArgumentException;
        return new Refused(saysAll ? e.getMessage() : "the SASL mechanism failed: " + e);
    }

    /** A malformed table is a fault of the peer, to be found now; by a copy, as what was parsed takes much memory. */
    private static void checkWellFormed(FieldTable table) {
        WireWriter copy = new WireWriter();
        copy.table(table);
        FieldTable.ofOctets(Arrays.copyOfRange(copy.array(), Integer.BYTES, copy.position()))
                .entries();
    }

    private Phase secured(ConnectionMethod.Secure secure) {
        try {
            frames.answer(0, new ConnectionMethod.SecureOk(mechanism.respond(secure.challenge())));
        } catch (Throwable e) {
            throw loginFailed(e);
        }
        return Phase.TUNE;
    }

    private Phase tuned(ConnectionMethod.Tune tune) {
        mechanism = null;
        tuning = Tuning.negotiate(options.tuning(), tune.channelMax(), tune.frameMax(), tune.heartbeat());
        if (tuning.frameMax() < EngineOptions.SMALLEST_FRAME_MAX) {
            throw new ProtocolViolation(
                    ReplyCode.NOT_ALLOWED, "frame-max " + tuning.frameMax() + " is below the smallest allowed, 4096");
        }
        frames.frameMax(tuning.frameMax());
        frames.method(
                0, new ConnectionMethod.TuneOk(tuning.channelMax(), tuning.frameMax(), tuning.heartbeatSeconds()));
        frames.method(0, new ConnectionMethod.Open(options.virtualHost()));
        return Phase.OPEN_OK;
    }

    private Phase opened(ConnectionMethod.OpenOk openOk) {
        return Phase.DONE;
    }

    private FieldTable clientProperties() {
        Map<String, Object> properties =
                new LinkedHashMap<>(options.clientProperties().entries());
        properties.put("capabilities", CAPABILITIES);
        return FieldTable.of(properties);
    }

    private <M extends ConnectionMethod> M expect(Class<M> expected, ConnectionMethod method) {
        if (!expected.isInstance(method)) {
            throw ProtocolViolation.unexpected(
                    ReplyCode.COMMAND_INVALID, method, "when the handshake awaits the answer to " + unansweredStep());
        }
        return expected.cast(method);
    }
}
