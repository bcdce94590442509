// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Reactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every source file begins with its licence: in the first line, or in the second after a shebang or XML declaration. */
class SourceHeaderTest {
    private static final String LICENCE = "SPDX-License-Identifier: MPL-2.0";
    /** The script that fetches Maven is Maven's own, under the licence that it names. */
    private static final String WRAPPER = "mvnw";

    @Test
    void everySourceFileNamesItsLicence() {
        var sources = Reactor.files(Reactor.ROOT).stream()
                .filter(SourceHeaderTest::isSource)
                .toList();
        assertTrue(sources.size() > 100, () -> "only " + sources.size() + " found");
        var silent = sources.stream()
                .filter(file -> !isLicensed(Reactor.text(file)))
                .map(Reactor.ROOT::relativize)
                .toList();
        assertEquals(List.of(), silent);
    }

    @Test
    void theGateBites() {
        assertEquals(false, isLicensed("package a;\n// " + LICENCE));
        assertEquals(false, isLicensed("#!/bin/sh\n"));
        assertEquals(true, isLicensed("#!/bin/sh\n# " + LICENCE + "\n"));
    }

    private static boolean isSource(Path file) {
        var name = file.getFileName().toString();
        if (name.equals(WRAPPER)) return false;
        return name.matches(".*\\.(java|xml|properties|sh)") || !name.contains(".") && Files.isExecutable(file);
    }

    private static boolean isLicensed(String text) {
        var lines = text.lines().limit(2).toList();
        if (lines.isEmpty()) return false;
        var preceded = lines.get(0).startsWith("#!") || lines.get(0).startsWith("<?xml");
        var line = preceded && lines.size() > 1 ? lines.get(1) : lines.get(0);
        return line.matches("(//|#|<!--) " + LICENCE + "( -->)?");
    }
}
