// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Reactor;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The libraries assume no Unix: what looks for something of it does without where it is missing. */
class PortabilityTest {
    /** Looks first whether it is there; CONTRIBUTING.md names it. */
    private static final Set<String> LOOKING =
            Set.of("amqp.adapter.tck/src/main/java/amqp/adapter/tck/ResourceTests.java");

    private static final Pattern UNIX = Pattern.compile("\"/(dev|proc|sys|tmp|etc|usr|bin|var|home|run)\\b"
            + "|\"(sh|bash|kill|chmod)\"|PosixFile|UnixDomain|\"posix:|\"unix:|sun\\.misc\\.Signal|com\\.sun\\.");

    @Test
    void nothingAssumesUnix() {
        var found = Reactor.products().stream()
                .flatMap(module -> Reactor.files(Reactor.ROOT.resolve(module).resolve("src/main")).stream())
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> isOfUnix(Reactor.text(file)))
                .map(PortabilityTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(LOOKING, found);
    }

    @Test
    void theGateBites() {
        assertTrue(isOfUnix("Path.of(\"/tmp/amqp\")"));
        assertTrue(isOfUnix("UnixDomainSocketAddress.of(path)"));
        assertFalse(isOfUnix("virtualHost = \"/\"; name = \"/devices\";"));
    }

    private static boolean isOfUnix(String text) {
        return UNIX.matcher(text).find();
    }

    private static String name(Path file) {
        return Reactor.ROOT.relativize(file).toString().replace('\\', '/');
    }
}
