// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Curves over the time of a run as SVG. A moment without a value is a gap; moments with lost connections are marked. */
final class Chart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 260;
    private static final int LEFT = 80;
    private static final int RIGHT = 830;
    private static final int TOP = 12;
    private static final int BOTTOM = 224;
    private static final int MARKS = 4;

    private final List<Interval> intervals;
    private final List<Curve> curves = new ArrayList<>();

    /** @param value NaN for a gap */
    private record Curve(String name, ToDoubleFunction<Interval> value) {}

    Chart(List<Interval> intervals) {
        this.intervals = intervals;
    }

    Chart curve(String name, ToDoubleFunction<Interval> value) {
        curves.add(new Curve(name, value));
        return this;
    }

    /** The figure with its legend; {@code data-} attributes tell what stands where the pointer is. */
    String html(String title, String unit) {
        StringBuilder html = new StringBuilder("<figure><figcaption><b>" + title + "</b>");
        for (int i = 0; i < curves.size(); i++) {
            html.append(" <span class=\"c").append(i).append("\">■</span> ").append(curves.get(i).name);
        }
        html.append("</figcaption>\n<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        html.append("\" role=\"img\" aria-label=\"").append(title).append("\">\n");
        outages(html);
        axes(html, unit);
        for (int i = 0; i < curves.size(); i++) {
            html.append("<path class=\"line c")
                    .append(i)
                    .append("\" d=\"")
                    .append(path(curves.get(i)))
                    .append("\"/>\n");
        }
        pointers(html, unit);
        return html.append("</svg></figure>\n").toString();
    }

    private void outages(StringBuilder html) {
        for (Interval interval : intervals) {
            if (interval.down() > 0 || interval.outages() > 0) {
                html.append(format(
                        "<rect class=\"out\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                        x(interval.end() - interval.seconds()),
                        TOP,
                        Math.max(1, x(interval.end()) - x(interval.end() - interval.seconds())),
                        BOTTOM - TOP));
            }
        }
    }

    private void axes(StringBuilder html, String unit) {
        for (int i = 0; i <= MARKS; i++) {
            double value = largest() * i / MARKS;
            html.append(format(
                    "<path class=\"axis\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, y(value), RIGHT, LEFT - 6, y(value) + 4, number(value)));
            double time = end() * i / MARKS;
            html.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s s</text>%n",
                    x(time), BOTTOM + 18, number(time)));
        }
        html.append(format("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, HEIGHT - 2, unit));
    }

    private String path(Curve curve) {
        StringBuilder path = new StringBuilder();
        boolean gap = true;
        for (Interval interval : intervals) {
            double value = curve.value.applyAsDouble(interval);
            if (Double.isNaN(value)) {
                gap = true;
                continue;
            }
            path.append(format("%s%.1f %.1f", gap ? "M" : "L", x(interval.end()), y(value)));
            if (gap) {
                path.append("h.1"); // a moment between two gaps is a dot
            }
            gap = false;
        }
        return path.toString();
    }

    /** A browser shows their titles. */
    private void pointers(StringBuilder html, String unit) {
        for (Interval interval : intervals) {
            double from = x(interval.end() - interval.seconds());
            html.append(format(
                    "<rect class=\"at\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%.1f s (%s)",
                    from, TOP, x(interval.end()) - from, BOTTOM - TOP, interval.end(), unit));
            for (Curve curve : curves) {
                double value = curve.value.applyAsDouble(interval);
                html.append(Double.isNaN(value) ? "" : "\n" + curve.name + " " + number(value));
            }
            html.append("</title></rect>\n");
        }
    }

    private double x(double time) {
        return LEFT + (RIGHT - LEFT) * time / end();
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * value / largest();
    }

    private double end() {
        return intervals.isEmpty()
                ? 1
                : Math.max(1e-3, intervals.get(intervals.size() - 1).end());
    }

    /** The top of the axis. */
    private double largest() {
        double largest = 0;
        for (Curve curve : curves) {
            for (Interval interval : intervals) {
                double value = curve.value.applyAsDouble(interval);
                largest = Double.isNaN(value) ? largest : Math.max(largest, value);
            }
        }
        return MARKS * step(largest / MARKS);
    }

    /** The least of 1, 2, 2.5 and 5 times a power of ten that is not less. */
    private static double step(double least) {
        if (least == 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        return DoubleStream.of(1, 2, 2.5, 5, 10)
                .map(factor -> factor * power)
                .filter(step -> step >= least)
                .findFirst()
                .orElse(10 * power);
    }

    private static String number(double value) {
        return format(value >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
