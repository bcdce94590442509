// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static List<String> lines(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        return text.toString().lines().toList();
    }

    @Test
    void numbersStandAtTheRight() {
        Table table = new Table("name", "count", "result");
        table.row("nio", "5", "ok");
        table.row("blocking", "1000", "failed");
        assertEquals(
                List.of(
                        "name      count  result", //
                        "nio           5  ok",
                        "blocking   1000  failed"),
                lines(table));
    }

    @Test
    void coloursTakeNoRoom() {
        Table table = new Table("result", "count", "name");
        table.row("\u001b[32mok\u001b[0m", "\u001b[1m5\u001b[0m", "nio");
        table.row("\u001b[31mfailed\u001b[0m", "10", "blocking");
        assertEquals(
                List.of(
                        "result  count  name",
                        "\u001b[32mok\u001b[0m          \u001b[1m5\u001b[0m  nio",
                        "\u001b[31mfailed\u001b[0m     10  blocking"),
                lines(table));
    }
}
