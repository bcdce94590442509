// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text in columns, which may have colours; columns with nothing but numbers stand at the right. */
public final class Table {
    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");

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
            String padding = " ".repeat(width(column) - plain(cell).length());
            line.append(column == 0 ? "" : "  ").append(isNumeric(column) ? padding + cell : cell + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private int width(int column) {
        int widest = rows.stream()
                .mapToInt(row -> plain(row.get(column)).length())
                .max()
                .orElse(0);
        return Math.max(widest, head.get(column).length());
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> plain(row.get(column)).matches("[0-9.,-]+"));
    }

    /** As it is seen. */
    private static String plain(String cell) {
        return COLOR.matcher(cell).replaceAll("");
    }
}
