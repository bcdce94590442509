// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.generator.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The method classes are what the generator gives, white space apart: the formatter has passed over them. */
class GeneratedSourcesTest {
    private static final Path FOLDER = Path.of("src/main/java/amqp/codec/method");

    static Stream<Map.Entry<String, String>> files() {
        return Generator.files().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void checkedInFileIsWhatTheGeneratorGives(Map.Entry<String, String> file) throws IOException {
        String checkedIn = Files.readString(FOLDER.resolve(file.getKey()));
        assertEquals(
                withoutSpace(file.getValue()), withoutSpace(checkedIn), "run amqp.codec.generator, then the formatter");
    }

    @Test
    void oneFileForEachClassAndOneToDecode() {
        assertEquals(Method.class.getPermittedSubclasses().length + 1, files().count());
    }

    private static String withoutSpace(String source) {
        return source.replaceAll("\\s+", "");
    }
}
