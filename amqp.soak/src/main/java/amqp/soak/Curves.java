// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The samples as a table for machines and as a picture for people. */
final class Curves {
    private static final int WIDTH = 700;
    private static final int PANEL = 110;
    private static final int LEFT = 60;
    private static final int RIGHT = 680;
    private static final int PLOT = 60;
    private static final String STYLE = """
            <style>
              svg { color-scheme: light dark; font: 12px system-ui, sans-serif; background: #ffffff; }
              text { fill: #1f2328; } line { stroke: #d1d9e0; }
              polyline { fill: none; stroke: #0969da; stroke-width: 2; }
              @media (prefers-color-scheme: dark) {
                svg { background: #0d1117; } text { fill: #f0f6fc; } line { stroke: #3d444d; }
                polyline { stroke: #4493f8; }
              }
            </style>
            """;

    private Curves() {}

    static String csv(List<Sample> samples) {
        return "seconds,heap_mib,threads,file_descriptors,highest_channel\n"
                + samples.stream()
                        .map(each -> String.format(
                                Locale.ROOT,
                                "%.1f,%.2f,%.0f,%.0f,%.0f%n",
                                each.seconds(),
                                each.heap(),
                                each.threads(),
                                each.files(),
                                each.channel()))
                        .collect(Collectors.joining());
    }

    static String svg(List<Sample> samples) {
        var figures = Sample.Figure.values();
        var body = new StringBuilder();
        for (var i = 0; i < figures.length; i++) panel(body, figures[i], samples, i * PANEL + 30);
        return String.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                                + "<!-- SPDX-License-Identifier: MPL-2.0 -->%n<title>Soak</title>%n",
                        WIDTH, figures.length * PANEL + 20)
                + STYLE
                + body
                + "</svg>\n";
    }

    private static void panel(StringBuilder body, Sample.Figure figure, List<Sample> samples, int top) {
        var largest = Math.max(1, samples.stream().mapToDouble(figure.of).max().orElse(1)) * 1.2;
        var end = Math.max(1, samples.get(samples.size() - 1).seconds());
        var points = samples.stream()
                .map(each -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + (RIGHT - LEFT) * each.seconds() / end,
                        top + PLOT * (1 - figure.of.applyAsDouble(each) / largest)))
                .collect(Collectors.joining(" "));
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">%s; the axis ends at %.0f, and after %.0f s</text>%n"
                        + "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n<polyline points=\"%s\"/>%n",
                LEFT,
                top - 8,
                figure.title,
                largest,
                end,
                LEFT,
                top + PLOT,
                RIGHT,
                top + PLOT,
                points));
    }
}
