// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Stats;
import amqp.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

class ReportsTest {
    private static final Run ALL = new Run("a,\"b\" <i>", "sdk 1 (nio)", "queue q", true, true, true, true, false);
    private static final Run PUBLISHING = new Run("p", "sdk 1 (nio)", "queue q", true, false, false, false, true);

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);
    private final Stats stats = new Stats();

    @TempDir
    Path folder;

    /** A second with traffic, and half a one with an outage. */
    private void tell(Report report) {
        try (report) {
            stats.begin(0);
            for (int i = 0; i < 20; i++) {
                stats.sent();
                stats.received();
                stats.consumedAfter(5_000_000);
                stats.confirmedAfter(2_000_000);
            }
            stats.nacked();
            stats.returned();
            report.interval(stats.interval(1_000_000_000));
            stats.sent();
            stats.lost();
            report.interval(stats.interval(1_500_000_000));
            report.summary(new Summary(stats.total(), 1.234));
        }
    }

    @Test
    void linesAreThoseOfPerfTest() {
        tell(new LineReport(ALL, out));
        assertEquals("""
                id: a,"b" <i>, time 1.000 s, sent: 20 msg/s, returned: 1.0 msg/s, confirmed: 20 msg/s, nacked: 1.0 msg/s, \
                received: 20 msg/s, min/median/75th/95th/99th consumer latency: 4997/5001/5001/5001/5001 µs, \
                confirm latency: 1999/2000/2000/2000/2000 µs
                id: a,"b" <i>, time 1.500 s, sent: 2.0 msg/s, returned: 0 msg/s, confirmed: 0 msg/s, nacked: 0 msg/s, \
                received: 0 msg/s, connections lost: 1
                id: a,"b" <i>, sending rate avg: 14 msg/s
                id: a,"b" <i>, receiving rate avg: 13 msg/s
                id: a,"b" <i>, consumer latency min/median/75th/95th/99th 4997/5001/5001/5001/5001 µs, 99.9th 5001, max 5001
                id: a,"b" <i>, confirm latency min/median/75th/95th/99th 1999/2000/2000/2000/2000 µs, 99.9th 2000, max 2000
                id: a,"b" <i>, sent 21, received 20, confirmed 20, nacked 1, unknown 0, returned 1, connections lost 1
                id: a,"b" <i>, sdk 1 (nio), CPU 1.23 µs a message
                """, text.toString());
    }

    @Test
    void linesShowOnlyWhatThereIs() {
        stats.begin(0);
        stats.sent();
        new LineReport(PUBLISHING, out).interval(stats.interval(2_000_000_000));
        assertEquals("id: p, time 2.000 s, sent: 0.50 msg/s\n", text.toString());
    }

    @Test
    void csvHasTheColumnsOfPerfTest() throws IOException {
        Path file = folder.resolve("run.csv");
        tell(new CsvReport(ALL, file));
        List<String> lines = Files.readAllLines(file);
        assertEquals(3, lines.size());
        assertTrue(
                lines.get(0)
                        .startsWith("id,time (s),published (msg/s),returned (msg/s),confirmed (msg/s),nacked (msg/s),"
                                + "received (msg/s),min consumer latency (µs),median consumer latency (µs),"),
                lines.get(0));
        assertEquals(
                "\"a,\"\"b\"\" <i>\",1.000,20,1.0,20,1.0,20,4997,5001,5001,5001,5001,1999,2000,2000,2000,2000,0",
                lines.get(1));
        assertEquals("\"a,\"\"b\"\" <i>\",1.500,2.0,0,0,0,0,,,,,,,,,,,1", lines.get(2));
        assertEquals(lines.get(0).split(",").length + 1, lines.get(2).split(",", -1).length);
    }

    @Test
    void jsonHasALineForEachIntervalAndTheSummary() {
        tell(new JsonReport(ALL, out));
        List<String> lines = text.toString().lines().toList();
        assertEquals(3, lines.size());
        assertEquals(
                "{\"type\":\"interval\",\"id\":\"a,\\\"b\\\" <i>\",\"elapsedSeconds\":1.500,\"seconds\":0.500,\"published\":1,\"consumed\":0,"
                        + "\"returned\":0,\"confirmed\":0,\"nacked\":0,\"unknown\":0,\"publishedPerSecond\":2.000,"
                        + "\"consumedPerSecond\":0.000,\"connectionsLost\":1,\"connectionsDown\":1}",
                lines.get(1));
        assertTrue(
                lines.get(2)
                        .endsWith("\"confirmLatencyMillis\":{\"min\":2.000,\"p50\":2.001,\"p75\":2.001,\"p95\":2.001,"
                                + "\"p99\":2.001,\"p999\":2.001,\"max\":2.001},\"client\":\"sdk 1 (nio)\","
                                + "\"load\":\"queue q\",\"cpuMillisPerMessage\":0.001234}"),
                lines.get(2));
    }

    @Test
    void htmlIsOnePageWithCurves() throws Exception {
        Path file = folder.resolve("run.html");
        tell(new HtmlReport(ALL, file, List.of()));
        String html = Files.readString(file);
        assertFalse(html.contains("<i>"), html);
        assertFalse(html.matches("(?s).*(src|href)=.*"), "it needs a network");
        for (String chart : List.of("Messages a second", "Latency of consumers", "Latency of confirms")) {
            assertTrue(html.contains("<b>" + chart + "</b>"), html);
        }
        assertTrue(html.contains("class=\"out\""), "the outage is not shown");
        for (String svg : html.split("(?=<svg)")) {
            if (svg.startsWith("<svg")) {
                String drawing = svg.substring(0, svg.indexOf("</svg>") + 6);
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(drawing)));
                assertFalse(drawing.contains("NaN"), drawing);
            }
        }
    }

    @Test
    void runsAreCompared() throws IOException {
        Path other = folder.resolve("other.json");
        tell(new JsonReport(PUBLISHING, out));
        Files.writeString(other, text.toString());
        Path file = folder.resolve("both.html");
        Report report = new HtmlReport(ALL, file, List.of(other));
        tell(report);
        String html = Files.readString(file);
        assertEquals(3, html.split("<h2>").length, html);
        assertTrue(html.contains("<tr><td>p<td>sdk 1 (nio)<td>14<td>13<td>5.001<td>5.001<td>5.001<td>1.23"), html);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                | line 0: it ends without a summary",
                "x                                 | line 1: this is not JSON",
                "[1]                               | line 1: this is not a JSON object",
                "{\"type\":\"interval\"}             | line 1: the number \"elapsedSeconds\" is missing",
            })
    void aFileThatIsNoRun(String content, String sentence) throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), content);
        Path html = folder.resolve("x.html");
        var failure = assertThrows(CommandFailedException.class, () -> new HtmlReport(ALL, html, List.of(other)));
        assertTrue(failure.getMessage().startsWith("\"" + other + "\", " + sentence), failure.getMessage());
    }

    @Test
    void aRunWithoutMessagesIsShown() throws IOException {
        Path file = folder.resolve("empty.html");
        stats.begin(0);
        try (Report report = new HtmlReport(ALL, file, List.of())) {
            Interval nothing = stats.interval(0);
            report.interval(nothing);
            report.summary(new Summary(stats.total(), 0));
        }
        assertFalse(Files.readString(file).contains("NaN"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskEndsTheRun() {
        var failure = assertThrows(CommandFailedException.class, () -> tell(new CsvReport(ALL, Path.of("/dev/full"))));
        assertEquals("cannot write to \"/dev/full\": No space left on device", failure.getMessage());
    }

    @Test
    void aRunThatDoesNotBeginLeavesNoFile() {
        Path csv = folder.resolve("none.csv");
        Path html = folder.resolve("none.html");
        new Reports(List.of(new CsvReport(ALL, csv), new HtmlReport(ALL, html, List.of()))).close();
        assertFalse(Files.exists(csv));
        assertFalse(Files.exists(html));
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("run"), "before");
        String sentence = "the file \"" + file + "\" is there already and is not overwritten; give another ";
        var csv = assertThrows(CommandFailedException.class, () -> new CsvReport(ALL, file));
        assertEquals(sentence + "--csv", csv.getMessage());
        var html = assertThrows(CommandFailedException.class, () -> new HtmlReport(ALL, file, List.of()));
        assertEquals(sentence + "--html", html.getMessage());
        assertEquals("before", Files.readString(file));
    }

    @Test
    void aFileThatCannotBeMade() {
        Path nowhere = folder.resolve("no/such/folder.csv");
        var failure = assertThrows(CommandFailedException.class, () -> new CsvReport(ALL, nowhere));
        assertTrue(failure.getMessage().startsWith("cannot make the file \"" + nowhere), failure.getMessage());
    }
}
