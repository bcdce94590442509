// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;

/** One run of the command in this process: its exit status and what it wrote. */
public record Cli(int status, String out, String err) {

    public static Cli run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Amqp.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Cli(status, out.toString(), err.toString());
    }

    /** That it went well; gives the lines of stdout. */
    public List<String> lines() {
        assertEquals(0, status, err);
        assertEquals("", err);
        return out.lines().toList();
    }

    /** One run whose stdout goes there. */
    public static Cli run(Writer stdout, String... arguments) {
        StringWriter err = new StringWriter();
        int status = Amqp.run(new PrintWriter(stdout), new PrintWriter(err), arguments);
        return new Cli(status, "", err.toString());
    }

    /** That it ended so, with a first line on stderr that has all these parts, and no stack trace. */
    public void assertFailed(int expectedStatus, String... parts) {
        assertEquals(expectedStatus, status, toString());
        List<String> lines = err.lines().toList();
        assertTrue(lines.get(0).startsWith("amqp: "), err);
        for (String part : parts) {
            assertTrue(lines.get(0).contains(part), () -> "\"" + part + "\" is missing in: " + err);
        }
        assertEquals(expectedStatus, lines.size(), () -> "one sentence, and for wrong usage one hint: " + err);
    }
}
