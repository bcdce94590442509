// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import java.util.Locale;

/** Writes a picture (SVG 1.1) that follows the reader's choice of light or dark. */
final class Svg {
    private static final String STYLE = """
            <style>
              svg { color-scheme: light dark; font: 12px system-ui, sans-serif; background: #ffffff; }
              text { fill: #1f2328; } .quiet { fill: #59636e; } .head { font-size: 14px; font-weight: 600; }
              .line { stroke: #d1d9e0; } .ours { fill: #0969da; } .peer { fill: #9a6700; } .c { fill: #1a7f37; }
              .floor { fill: #8c959f; } path.ours { fill: none; stroke: #0969da; stroke-width: 2; }
              path.peer { fill: none; stroke: #9a6700; stroke-width: 2; }
              @media (prefers-color-scheme: dark) {
                svg { background: #0d1117; } text { fill: #f0f6fc; } .quiet { fill: #9198a1; }
                .line { stroke: #3d444d; } .ours { fill: #4493f8; } .peer { fill: #d29922; } .c { fill: #3fb950; }
                .floor { fill: #656c76; } path.ours { stroke: #4493f8; } path.peer { stroke: #d29922; }
              }
            </style>
            """;

    private final StringBuilder body = new StringBuilder();

    Svg rectangle(String kind, double x, double y, double width, double height) {
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>%n",
                kind,
                x,
                y,
                width,
                height));
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2) {
        body.append(String.format(
                Locale.ROOT,
                "<line class=\"line\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2));
        return this;
    }

    Svg circle(String kind, double x, double y) {
        body.append(
                String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>%n", kind, x, y));
        return this;
    }

    /**
     * @param data as in the attribute {@code d}
     */
    Svg path(String kind, String data) {
        body.append("<path class=\"")
                .append(kind)
                .append("\" d=\"")
                .append(data)
                .append("\"/>\n");
        return this;
    }

    /**
     * @param anchor start, middle or end
     */
    Svg text(String kind, double x, double y, String anchor, String text) {
        body.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                kind,
                x,
                y,
                anchor,
                escaped(text)));
        return this;
    }

    String finish(int width, int height, String title) {
        return String.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                + " role=\"img\">%n<!-- SPDX-License-Identifier: MPL-2.0 -->%n<title>%s</title>%n",
                        width, height, width, height, escaped(title))
                + STYLE
                + body
                + "</svg>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
