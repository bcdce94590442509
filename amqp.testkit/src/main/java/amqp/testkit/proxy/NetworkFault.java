// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import static amqp.testkit.proxy.Direction.TO_CLIENT;
import static amqp.testkit.proxy.Direction.TO_SERVER;

import java.time.Duration;

/** What a network does to a connection in use. {@link FaultProxy#heal} ends what has not ended the connection itself. */
public enum NetworkFault {
    RESET,
    CLOSE,
    HALF_CLOSE_TO_CLIENT,
    HALF_CLOSE_TO_SERVER,
    CUT_TO_CLIENT,
    CUT_TO_SERVER,
    BLACK_HOLE,
    BLACK_HOLE_TO_CLIENT,
    BLACK_HOLE_TO_SERVER,
    CORRUPT_TO_CLIENT,
    CORRUPT_TO_SERVER,
    /** All connections are reset, and no other is accepted. */
    REFUSE,
    LATENCY,
    RATE,
    SLICES;

    /** Octets until a cut, so that it falls into a frame. */
    private static final long SOON = 9_999;

    private static final Duration LATE = Duration.ofMillis(20);

    /** Octets a second. */
    private static final long SLOW = 1_000_000;

    /** Octets a write. */
    private static final int THIN = 5;

    /** Strikes all connections; where octets are counted, as if the proxy had had but one. */
    public void strike(FaultProxy proxy) {
        switch (this) {
            case RESET -> proxy.reset();
            case CLOSE -> proxy.cut();
            case HALF_CLOSE_TO_CLIENT -> proxy.halfClose(TO_CLIENT);
            case HALF_CLOSE_TO_SERVER -> proxy.halfClose(TO_SERVER);
            case CUT_TO_CLIENT -> proxy.cutAfter(TO_CLIENT, proxy.octets(TO_CLIENT) + SOON);
            case CUT_TO_SERVER -> proxy.cutAfter(TO_SERVER, proxy.octets(TO_SERVER) + SOON);
            case BLACK_HOLE -> proxy.blackHole(TO_CLIENT, true).blackHole(TO_SERVER, true);
            case BLACK_HOLE_TO_CLIENT -> proxy.blackHole(TO_CLIENT, true);
            case BLACK_HOLE_TO_SERVER -> proxy.blackHole(TO_SERVER, true);
            case CORRUPT_TO_CLIENT -> proxy.corruptFrame(TO_CLIENT);
            case CORRUPT_TO_SERVER -> proxy.corruptFrame(TO_SERVER);
            case REFUSE -> proxy.refuse(true).reset();
            case LATENCY -> proxy.latency(TO_CLIENT, LATE).latency(TO_SERVER, LATE);
            case RATE -> proxy.rate(TO_CLIENT, SLOW).rate(TO_SERVER, SLOW);
            case SLICES -> proxy.slices(TO_CLIENT, THIN).slices(TO_SERVER, THIN);
        }
    }

    /** Whether connections go on, slower. */
    public boolean isSurvived() {
        return this == LATENCY || this == RATE || this == SLICES;
    }
}
