// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.AtOnce;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Recovering;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.soak.Workload;
import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import amqp.testkit.proxy.NetworkFault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One connection on each adapter lives through each fault of the network in turn, while it publishes at least once,
 * consumes and makes calls: it comes back each time, and nothing that was confirmed is lost.
 */
@NeedsPrivateRabbitMq
class NetworkRecoveryIT {
    private static final int PER_SECOND = 1_000;

    @TestFactory
    Stream<DynamicTest> survivesEveryFault() {
        return AtOnce.play("every fault", NetworkRecoveryIT::surviveEveryFault);
    }

    private static void surviveEveryFault(Setup setup) {
        var queue = QueueMethod.Declare.durable(Names.fresh("queue"));
        try (var proxy = Proxies.to(setup).keepFrames(false);
                var work = new Workload(queue, PER_SECOND)
                        .allOnOne(Recovering.impatient(setup.optionsVia(proxy.port()))
                                .build())) {
            work.awaitProgress();
            for (NetworkFault fault : NetworkFault.values()) {
                survive(fault, proxy, work);
            }
            work.finish();
            assertEquals(0, work.account().verdicts(Verdict.UNKNOWN), work::toString);
            assertEquals(0, work.account().outOfOrder(), work::toString);
            assertEquals(List.of(), work.problems());
        }
    }

    /** Where the application asked for no second try, a loss leaves some verdicts unknown, and still no confirm untrue. */
    @TestFactory
    Stream<DynamicTest> unknownIsToldOncePerMessage() {
        return AtOnce.play("unknown verdicts", NetworkRecoveryIT::loseWithUnknown);
    }

    private static void loseWithUnknown(Setup setup) {
        var queue = QueueMethod.Declare.durable(Names.fresh("queue"));
        try (var proxy = Proxies.to(setup).keepFrames(false)) {
            var options = Recovering.impatient(setup.optionsVia(proxy.port())).recovery(Recovering.SOON);
            try (var work = new Workload(queue, PER_SECOND).allOnOne(options.build())) {
                work.awaitProgress();
                proxy.latency(Direction.TO_CLIENT, Duration.ofMillis(50));
                work.awaitProgress();
                survive(NetworkFault.RESET, proxy, work);
                work.finish();
                assertTrue(work.account().verdicts(Verdict.UNKNOWN) > 0, work::toString);
                assertEquals(0, work.account().duplicates(), work::toString);
            }
        }
    }

    private static void survive(NetworkFault fault, FaultProxy proxy, Workload work) {
        int losses = work.losses();
        fault.strike(proxy);
        if (fault.isSurvived()) {
            work.awaitProgress();
        } else {
            Await.until(Stages.PATIENCE, () -> work.losses() > losses, () -> fault + " is not noticed: " + work);
        }
        proxy.heal();
        work.awaitProgress();
    }
}
