// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.ModuleTable;
import amqp.integration.build.Reactor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The core, the leaves and the engine do no I/O, start no thread, read no clock and roll no dice. */
class PurityTest {
    static final Set<String> PURE = ModuleTable.PURE;

    @ParameterizedTest
    @FieldSource("PURE")
    void touchesNothingOutside(String module) {
        assertEquals(Set.of(), Purity.violations(Reactor.classes(module)));
    }

    @ParameterizedTest
    @FieldSource("PURE")
    void entersNoMonitor(String module) {
        var offenders = Reactor.files(Reactor.ROOT.resolve(Path.of(module, "src", "main"))).stream()
                .filter(file -> Purity.entersMonitor(Reactor.text(file)))
                .toList();
        assertEquals(List.of(), offenders);
    }

    @ParameterizedTest
    @CsvSource({
        "OpensSocket, java.net.Socket",
        "OpensChannel, java.nio.channels.SocketChannel",
        "UsesTls, javax.net.ssl.SSLContext",
        "OpensFile, java.io.FileInputStream",
        "ListsFiles, java.nio.file.Files",
        "StartsThread, java.lang.Thread",
        "KeepsThreadLocal, java.lang.ThreadLocal",
        "UsesExecutor, java.util.concurrent.Executors",
        "HoldsLock, java.util.concurrent.locks.ReentrantLock",
        "SwapsAtomically, java.lang.invoke.VarHandle.compareAndSet",
        "WaitsOnMonitor, java.lang.Object.wait()",
        "LocksMethod, is synchronized",
        "StreamsInParallel, parallelStream()",
        "SetsTimer, java.util.Timer",
        "ReadsNanoTime, java.lang.System.nanoTime()",
        "RefersToMillis, java.lang.System.currentTimeMillis()",
        "ReadsInstant, java.time.Instant.now()",
        "KeepsClock, java.time.Clock",
        "ReadsDate, java.util.Date.<init>()",
        "RollsMath, java.lang.Math.random()",
        "RollsRandom, java.util.Random.<init>()",
        "RollsThreadLocal, java.util.concurrent.ThreadLocalRandom",
        "RollsSecure, java.security.SecureRandom",
        "RollsUuid, java.util.UUID.randomUUID()",
        "Shuffles, java.util.Collections.shuffle(java.util.List)",
        "ReadsEnvironment, java.lang.System.getenv(java.lang.String)",
        "ReadsProperty, java.lang.Integer.getInteger(java.lang.String)",
        "Prints, java.lang.System.out",
        "PrintsTrace, printStackTrace()"
    })
    void theGateBites(String offender, String named) throws Exception {
        var type = Class.forName(Impure.class.getName() + "$" + offender);
        var violations = Purity.violations(new ClassFileImporter().importClasses(type));
        assertTrue(violations.stream().anyMatch(line -> line.contains(named)), () -> "found only " + violations);
    }

    @Test
    void theGateLetsSeededAndPassedInThingsThrough() {
        assertEquals(Set.of(), Purity.violations(new ClassFileImporter().importClasses(Pure.class)));
    }

    @Test
    void theGateSeesMonitors() {
        assertTrue(Purity.entersMonitor("synchronized (this) {}"));
        assertFalse(Purity.entersMonitor("// not synchronized"));
    }
}
