// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.report.CsvReport;
import amqp.cli.perf.report.HtmlReport;
import amqp.cli.perf.report.JsonReport;
import amqp.cli.perf.report.LineReport;
import amqp.cli.perf.report.Report;
import amqp.cli.perf.report.Reports;
import amqp.cli.perf.report.Run;
import amqp.cli.terminal.CommandFailedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a run is shown. */
final class ReportArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--json",
            description = "A line of JSON for each --interval, and one for the summary, instead of the text.")
    private boolean json;

    @Option(
            names = {"-o", "--output-file", "--csv"},
            paramLabel = "FILE",
            description =
                    "A line for each --interval, with PerfTest's columns, into this file, which must not exist yet.")
    private Path csv = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "A page with curves, written at the end into this file, which must not exist yet.")
    private Path html = Path.of("");

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "A file that another run wrote with --json, to be shown in the --html as well; repeatable.")
    private final List<Path> others = new ArrayList<>();

    /**
     * Opens all that are wanted.
     *
     * @throws ParameterException when they make no sense
     * @throws CommandFailedException when a file cannot be made or read
     */
    Report open(Run run, PrintWriter stdout) {
        if (!others.isEmpty() && html.toString().isEmpty()) {
            throw new ParameterException(command.commandLine(), "--compare needs an --html to show it in");
        }
        List<Report> all = new ArrayList<>();
        Report reports = new Reports(all);
        try {
            all.add(json ? new JsonReport(run, stdout) : new LineReport(run, stdout));
            if (!csv.toString().isEmpty()) {
                all.add(new CsvReport(run, csv));
            }
            if (!html.toString().isEmpty()) {
                all.add(new HtmlReport(run, html, others));
            }
            return reports;
        } catch (CommandFailedException e) {
            reports.close();
            throw e;
        }
    }
}
