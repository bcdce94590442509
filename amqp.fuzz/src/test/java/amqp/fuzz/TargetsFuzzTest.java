// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/**
 * Runs each input that is kept: the seeds, and all that was ever found. With {@code JAZZER_FUZZ=1} in the environment Jazzer
 * looks for more, for the one method that is chosen; {@code bin/fuzz} does it for all.
 */
@Tag("once")
class TargetsFuzzTest {
    @FuzzTest
    void engine(byte[] input) {
        Target.ENGINE.run(input);
    }

    @FuzzTest
    void session(byte[] input) {
        Target.SESSION.run(input);
    }

    @FuzzTest
    void frames(byte[] input) {
        Target.FRAMES.run(input);
    }

    @FuzzTest
    void methods(byte[] input) {
        Target.METHODS.run(input);
    }

    @FuzzTest
    void tables(byte[] input) {
        Target.TABLES.run(input);
    }

    @FuzzTest
    void properties(byte[] input) {
        Target.PROPERTIES.run(input);
    }

    @FuzzTest
    void uri(byte[] input) {
        Target.URI.run(input);
    }

    @FuzzTest
    void settings(byte[] input) {
        Target.SETTINGS.run(input);
    }

    @FuzzTest
    void readers(byte[] input) {
        Target.READERS.run(input);
    }

    @FuzzTest
    void topology(byte[] input) {
        Target.TOPOLOGY.run(input);
    }

    @FuzzTest
    void definition(byte[] input) {
        Target.DEFINITION.run(input);
    }
}
