// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import java.util.ArrayList;
import java.util.List;

/** Panels of horizontal bars, each panel with a scale of its own that begins at 0. */
public final class BarChart {
    private static final int WIDTH = 760;
    private static final int LABELS = 232;
    private static final int BARS = 400;
    private static final int BAR = 16;
    private static final int STEP = 21;

    /**
     * One bar.
     *
     * @param kind ours, peer, c or floor
     * @param text the value as it is to be read
     */
    public record Bar(String label, String kind, double value, String text) {}

    private record Panel(String title, String note, List<Bar> bars) {}

    private final String title;
    private final List<Panel> panels = new ArrayList<>();

    public BarChart(String title) {
        this.title = title;
    }

    /**
     * @param note what is said behind the title
     */
    public BarChart panel(String heading, String note, List<Bar> bars) {
        panels.add(new Panel(heading, note, List.copyOf(bars)));
        return this;
    }

    public String svg() {
        Svg svg = new Svg().text("head", 16, 28, "start", title);
        int y = 48;
        for (Panel panel : panels) {
            y = draw(svg, panel, y);
        }
        return svg.finish(WIDTH, y + 8, title);
    }

    private static int draw(Svg svg, Panel panel, int top) {
        double largest = panel.bars.stream().mapToDouble(Bar::value).max().orElse(1);
        svg.line(16, top, WIDTH - 16, top);
        svg.text("head", 16, top + 20, "start", panel.title);
        svg.text("quiet", WIDTH - 16, top + 20, "end", panel.note);
        int y = top + 32;
        for (Bar bar : panel.bars) {
            double length = Math.max(1, BARS * bar.value / largest);
            svg.text("", LABELS - 8, y + 12.5, "end", bar.label);
            svg.rectangle(bar.kind, LABELS, y, length, BAR);
            svg.text("quiet", LABELS + length + 6, y + 12.5, "start", bar.text);
            y += STEP;
        }
        return y + 12;
    }
}
