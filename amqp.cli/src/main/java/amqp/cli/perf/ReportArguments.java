// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.report.CsvReport;
import amqp.cli.perf.report.HtmlReport;
import amqp.cli.perf.report.JsonReport;
import amqp.cli.perf.report.LineReport;
import amqp.cli.perf.report.Report;
import amqp.cli.perf.report.Reports;
import amqp.cli.perf.report.Run;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How a run is shown. */
final class ReportArguments {
    @Option(
            names = "--json",
            description = "A line of JSON for each second, and one for the summary, in place of the text.")
    private boolean json;

    @Option(
            names = {"-o", "--output-file", "--csv"},
            paramLabel = "FILE",
            description = "A line for each second, with perf-test's columns.")
    private Path csv = Path.of("");

    @Option(names = "--html", paramLabel = "FILE", description = "A page with curves, written at the end.")
    private Path html = Path.of("");

    Report open(Run run, PrintWriter stdout) {
        List<Report> all = new ArrayList<>();
        all.add(json ? new JsonReport(run, stdout) : new LineReport(run, stdout));
        if (!csv.toString().isEmpty()) {
            all.add(new CsvReport(run, csv));
        }
        if (!html.toString().isEmpty()) {
            all.add(new HtmlReport(run, html));
        }
        return new Reports(all);
    }
}
