// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.terminal.JsonText;
import amqp.codec.ForeignText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command has done.
 *
 * @param sentence for people
 * @param members for machines, in the order in which they are printed
 */
record Done(String sentence, Map<String, Object> members) {

    static Done of(String sentence) {
        return new Done(sentence, Map.of());
    }

    Done with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Done(sentence, more);
    }

    /** Prints one line. */
    void print(PrintWriter out, boolean json) {
        out.println(json ? JsonText.of(members) : ForeignText.line(sentence));
        out.flush();
    }
}
