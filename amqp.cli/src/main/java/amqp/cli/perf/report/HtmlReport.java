// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Interval;
import amqp.cli.terminal.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One page with figures and curves, which needs nothing but a browser; written at the end. */
public final class HtmlReport implements Report {
    private final Run run;
    private final List<Section> sections;
    private final OutputFile file;
    private final List<Interval> intervals = new ArrayList<>();

    /** @param others what {@link JsonReport} wrote of other runs, to be shown as well */
    public HtmlReport(Run run, Path file, List<Path> others) {
        this.run = run;
        this.sections = new ArrayList<>(others.stream().map(Past::read).toList());
        this.file = OutputFile.create("--html", file);
    }

    @Override
    public void interval(Interval interval) {
        intervals.add(interval);
    }

    @Override
    public void summary(Summary summary) {
        sections.add(0, new Section(run, intervals, summary));
        StringBuilder html = new StringBuilder(head());
        html.append("<title>").append(Section.escaped(run.id())).append("</title>\n");
        if (sections.size() > 1) {
            html.append("<table><tr><th>run<th>client<th>sent/s<th>received/s<th>median ms<th>99th ms<th>max ms"
                    + "<th>CPU µs a message\n");
            sections.forEach(section -> html.append(section.row()));
            html.append("</table>\n");
        }
        sections.forEach(section -> html.append(section.html()));
        file.write(html.append("</html>\n").toString());
    }

    private static String head() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("head.html")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
