// SPDX-License-Identifier: MPL-2.0
package amqp.integration;

import static amqp.testkit.proxy.Direction.TO_CLIENT;
import static amqp.testkit.proxy.Direction.TO_SERVER;

import amqp.connection.CloseReason;
import amqp.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.function.Consumer;

/** What a network does to a connection that is in use, and what the client gives as the reason of its end. */
enum NetworkFault {
    RESET(FaultProxy::reset, CloseReason.TransportLost.class),
    CLOSE(FaultProxy::cut, CloseReason.TransportLost.class),
    HALF_CLOSE_TO_CLIENT(proxy -> proxy.halfClose(TO_CLIENT), CloseReason.TransportLost.class),
    /** The broker takes the end of the stream for the end of the connection. */
    HALF_CLOSE_TO_SERVER(proxy -> proxy.halfClose(TO_SERVER), CloseReason.TransportLost.class),
    CUT_TO_CLIENT(
            proxy -> proxy.cutAfter(TO_CLIENT, proxy.octets(TO_CLIENT) + 10_000), CloseReason.TransportLost.class),
    CUT_TO_SERVER(
            proxy -> proxy.cutAfter(TO_SERVER, proxy.octets(TO_SERVER) + 10_000), CloseReason.TransportLost.class),
    BLACK_HOLE(proxy -> proxy.blackHole(TO_CLIENT, true).blackHole(TO_SERVER, true), CloseReason.HeartbeatMissed.class),
    BLACK_HOLE_TO_CLIENT(proxy -> proxy.blackHole(TO_CLIENT, true), CloseReason.HeartbeatMissed.class),
    /** The broker hears no heartbeat and ends the connection; its own heartbeats come through until then. */
    BLACK_HOLE_TO_SERVER(proxy -> proxy.blackHole(TO_SERVER, true), CloseReason.TransportLost.class),
    CORRUPT_TO_CLIENT(proxy -> proxy.corruptFrame(TO_CLIENT), CloseReason.PeerViolation.class),
    CORRUPT_TO_SERVER(proxy -> proxy.corruptFrame(TO_SERVER), CloseReason.ByPeer.class),
    REFUSE(proxy -> proxy.refuse(true).reset(), CloseReason.TransportLost.class),
    LATENCY(
            proxy -> proxy.latency(TO_CLIENT, Duration.ofMillis(20)).latency(TO_SERVER, Duration.ofMillis(20)),
            CloseReason.ByApplication.class),
    RATE(proxy -> proxy.rate(TO_CLIENT, 1_000_000).rate(TO_SERVER, 1_000_000), CloseReason.ByApplication.class),
    SLICES(proxy -> proxy.slices(TO_CLIENT, 5).slices(TO_SERVER, 5), CloseReason.ByApplication.class);

    private final Consumer<FaultProxy> strike;
    private final Class<? extends CloseReason> end;

    NetworkFault(Consumer<FaultProxy> strike, Class<? extends CloseReason> end) {
        this.strike = strike;
        this.end = end;
    }

    /** For a proxy with one connection. */
    void strike(FaultProxy proxy) {
        strike.accept(proxy);
    }

    /** Why the connection ends; {@link CloseReason.ByApplication} where it survives until it is closed. */
    Class<? extends CloseReason> end() {
        return end;
    }

    boolean isSurvived() {
        return end == CloseReason.ByApplication.class;
    }
}
