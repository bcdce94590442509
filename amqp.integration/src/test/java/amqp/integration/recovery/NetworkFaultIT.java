// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import amqp.connection.CloseReason;
import amqp.integration.support.AtOnce;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Setup;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.proxy.NetworkFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each fault of the network on each adapter, under a publisher with confirms, a consumer and calls, without recovery: the
 * connection ends for the right reason, and everything that hangs on it comes to its end. One fault strikes all adapters
 * at the same time, since heartbeats take seconds to miss.
 */
@NeedsPrivateRabbitMq
class NetworkFaultIT {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

    private final List<Case> cases = new ArrayList<>();

    private record Case(Setup setup, FaultProxy proxy, Traffic traffic) {
        static Case start(Setup setup) {
            FaultProxy proxy = Proxies.to(setup).keepFrames(false);
            return new Case(
                    setup,
                    proxy,
                    Traffic.start(setup.optionsToEndVia(proxy.port())
                            .heartbeat(HEARTBEAT)
                            .closeTimeout(CLOSE_LIMIT)
                            .build()));
        }

        void check(NetworkFault fault) {
            if (fault.isSurvived()) {
                traffic.awaitProgress();
                traffic.close();
            }
            traffic.assertEnded(reason(fault));
        }
    }

    @TestFactory
    Stream<DynamicTest> endsForTheRightReason() {
        return Stream.of(NetworkFault.values()).flatMap(this::endsForTheRightReason);
    }

    private Stream<DynamicTest> endsForTheRightReason(NetworkFault fault) {
        List<Case> struck = AtOnce.setups().stream().map(Case::start).toList();
        cases.addAll(struck);
        struck.forEach(each -> fault.strike(each.proxy()));
        return struck.stream().map(each -> dynamicTest(each.setup() + " / " + fault, () -> each.check(fault)));
    }

    private static Class<? extends CloseReason> reason(NetworkFault fault) {
        return switch (fault) {
            case BLACK_HOLE, BLACK_HOLE_TO_CLIENT -> CloseReason.HeartbeatMissed.class;
            case CORRUPT_TO_CLIENT -> CloseReason.PeerViolation.class;
            case CORRUPT_TO_SERVER -> CloseReason.ByPeer.class;
            case LATENCY, RATE, SLICES -> CloseReason.ByApplication.class;
            // The broker ends a connection that is half closed to it, or that it does not hear.
            default -> CloseReason.TransportLost.class;
        };
    }

    @AfterEach
    void closeProxies() {
        cases.forEach(each -> each.proxy().close());
    }
}
