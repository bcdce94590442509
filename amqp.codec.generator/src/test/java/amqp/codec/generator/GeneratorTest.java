// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the generated classes are right is proven in amqp.codec; here is what only the generator can get wrong. */
class GeneratorTest {
    private static final String DEFINITION = """
            # a comment
            class basic 60 : Messages.
              method get 70 request -> get-ok get-empty : Fetches.
                short -
                shortstr queue required : where from
                bit requeue = true
                factory put-back requeue=true : Gives it back.
                argument millis how-long x-how-long : How long.
              method get-ok 71 content
            """;

    @Test
    void readsADefinition() {
        List<ProtocolClass> classes = Definition.parse(DEFINITION);
        var get = new ProtocolMethod(
                "get",
                70,
                true,
                false,
                List.of("get-ok", "get-empty"),
                "Fetches.",
                List.of(
                        new Field(FieldType.SHORT, "-", false, "0", ""),
                        new Field(FieldType.SHORTSTR, "queue", true, "\"\"", "where from"),
                        new Field(FieldType.BIT, "requeue", false, "true", "")),
                List.of(new Factory("putBack", List.of(), Map.of("requeue", "true"), "Gives it back.")),
                List.of(new Argument(Argument.Kind.MILLIS, "how-long", "x-how-long", "How long.")));
        var getOk = new ProtocolMethod("get-ok", 71, false, true, List.of(), "", List.of(), List.of(), List.of());
        assertEquals(List.of(new ProtocolClass("basic", 60, "Messages.", List.of(get, getOk))), classes);
    }

    @Test
    void lineThatCanNotBeReadIsNamed() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> Definition.parse("class basic 60\nmethod get 70\nnumber x"));
        assertEquals("Line 3 can't be read: number x", e.getMessage());
    }

    @Test
    void fieldWithANameThatIsTakenIsRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> source("short protocol-name"));
        assertTrue(e.getMessage().contains("protocolName"), e.getMessage());
    }

    @Test
    void bitsBeyondOneOctetAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> source("bit a\nshort b\nbit c"));
        assertThrows(IllegalArgumentException.class, () -> source("bit a\n".repeat(9)));
    }

    @Test
    void reservedBitsAreCountedAndLeftOut() {
        String source = source("bit a\nbit -\nbit c");
        assertTrue(source.contains("(a ? 1 : 0) | (c ? 4 : 0)"), source);
        assertTrue(source.contains("(bits & 4) != 0"), source);
        assertFalse(source.contains("bits & 2"), source);
    }

    private static String source(String fields) {
        ProtocolClass parsed =
                Definition.parse("class x 1\nmethod y 2\n" + fields).get(0);
        return RecordSource.of(parsed, parsed.methods().get(0));
    }

    @Test
    void writesEveryFileIntoTheGivenFolder(@TempDir Path folder) throws IOException {
        Generator.main(new String[] {folder.toString()});
        for (var file : Generator.files().entrySet()) {
            assertEquals(file.getValue(), Files.readString(folder.resolve(file.getKey())));
        }
        assertEquals(8, Generator.files().size());
        assertThrows(IllegalArgumentException.class, () -> Generator.main(new String[0]));
    }
}
