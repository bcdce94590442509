// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import java.util.List;
import java.util.Locale;

/** One line over a logarithmic axis, with each point's value beside it. */
public final class Plot {
    private static final int WIDTH = 700;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int RIGHT = 670;
    private static final int TOP = 56;
    private static final int BOTTOM = 214;

    private Plot() {}

    /**
     * Draws it.
     *
     * @param xs ascending, 0 or more
     * @param ys as many, from 0
     */
    public static String svg(String title, String xLabel, List<Double> xs, List<Double> ys) {
        double largest = ys.stream().mapToDouble(Double::doubleValue).max().orElse(1) * 1.1;
        Svg svg = new Svg().text("head", 16, 26, "start", title);
        axes(svg, largest);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < xs.size(); i++) {
            double x = xs.size() == 1 ? LEFT : LEFT + (RIGHT - LEFT - 30) * position(xs, i);
            double y = BOTTOM - (BOTTOM - TOP) * ys.get(i) / largest;
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f ", i == 0 ? "M" : "L", x, y));
            svg.circle("ours", x, y);
            svg.text("", x, y - 9, "middle", Figures.count(ys.get(i)));
            svg.text("quiet", x, BOTTOM + 18, "middle", Figures.whole(xs.get(i)));
        }
        svg.path("ours", line.toString().strip());
        svg.text("quiet", (LEFT + RIGHT) / 2.0, HEIGHT - 8, "middle", xLabel);
        return svg.finish(WIDTH, HEIGHT, title);
    }

    private static void axes(Svg svg, double largest) {
        for (int i = 0; i <= 2; i++) {
            double y = BOTTOM - (BOTTOM - TOP) * i / 2.0;
            svg.line(LEFT - 20, y, RIGHT, y);
            svg.text("quiet", LEFT - 26, y + 4, "end", Figures.count(largest * i / 2));
        }
    }

    /** Between 0 and 1. */
    private static double position(List<Double> xs, int i) {
        double first = Math.log(xs.get(0) + 1);
        return (Math.log(xs.get(i) + 1) - first) / (Math.log(xs.get(xs.size() - 1) + 1) - first);
    }
}
