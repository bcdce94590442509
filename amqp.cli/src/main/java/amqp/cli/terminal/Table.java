// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Text in columns; those with nothing but numbers stand at the right. */
public final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        this.head = List.of(head);
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    public void print(PrintWriter out) {
        printRow(out, head);
        rows.forEach(row -> printRow(out, row));
        out.flush();
    }

    private void printRow(PrintWriter out, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < head.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(isNumeric(column) ? padding + cell : cell + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private int width(int column) {
        int widest =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(widest, head.get(column).length());
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches("[0-9.,-]+"));
    }
}
