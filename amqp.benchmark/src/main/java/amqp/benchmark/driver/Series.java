// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Plot;
import amqp.benchmark.report.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * How figures change with one number.
 *
 * @param name for file names
 * @param x what grows
 * @param columns the figures; the first one is plotted
 */
record Series(String name, String title, String x, List<String> columns, List<Point> points) {
    /** The figures, in the order of the columns. */
    record Point(double x, List<Double> figures) {}

    static Series of(String name, String title, String x, String... columns) {
        return new Series(name, title, x, List.of(columns), new ArrayList<>());
    }

    void add(double at, double... figures) {
        List<Double> values = new ArrayList<>();
        for (double figure : figures) {
            values.add(figure);
        }
        points.add(new Point(at, values));
    }

    String picture() {
        return "growth-" + name + ".svg";
    }

    String svg() {
        return Plot.svg(
                title + ": " + columns.get(0),
                x,
                points.stream().map(Point::x).toList(),
                points.stream().map(point -> point.figures().get(0)).toList());
    }

    String markdown() {
        List<String> headings = new ArrayList<>(List.of(x));
        headings.addAll(columns);
        Table table = new Table(headings.toArray(String[]::new));
        for (Point point : points) {
            List<String> cells = new ArrayList<>(List.of(Figures.whole(point.x())));
            point.figures().forEach(figure -> cells.add(Figures.count(figure)));
            table.row(cells);
        }
        return "### " + title + "\n\n![plot](" + picture() + ")\n\n" + table;
    }
}
