// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run without Jazzer's guidance, the same each time: mutations of the inputs that are kept. */
class SeededRunTest {
    private static final Path INPUTS = Path.of("src/test/resources/amqp/fuzz/TargetsFuzzTestInputs");
    private static final int RUNS = 3_000;
    private static final long SEED = 20261128;

    @ParameterizedTest
    @EnumSource
    void mutationsOfKnownInputsPass(Target target) throws IOException {
        List<byte[]> known = known(target);
        assertFalse(known.isEmpty(), "there are no seeds");
        Mutations mutations = new Mutations(SEED, known);
        for (int run = 0; run < RUNS; run++) {
            byte[] input = mutations.next();
            try {
                target.run(input);
            } catch (Throwable e) {
                fail("run " + run + ", " + HexFormat.of().formatHex(input), e);
            }
        }
    }

    private static List<byte[]> known(Target target) throws IOException {
        try (Stream<Path> files = Files.list(INPUTS.resolve(target.label()))) {
            return files.sorted().map(SeededRunTest::octets).toList();
        }
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
