// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
    @Test
    void figuresHaveThreeDigits() {
        assertEquals("5.12 M", Figures.count(5_123_456));
        assertEquals("1.00 M", Figures.count(999_900));
        assertEquals("83.1 k", Figures.count(83_100));
        assertEquals("0.25", Figures.count(0.251));
        assertEquals("–", Figures.count(Double.NaN));
        assertEquals("12.3 ×", Figures.ratio(12.34));
        assertEquals("16 Mi", Figures.whole(16 << 20));
        assertEquals("5000", Figures.whole(5000));
    }

    @Test
    void tablesAreAligned() {
        Table table = new Table("", "rate").row(List.of("nio", "5")).row(List.of("floor", "50 M"));
        assertEquals("""
                |       | rate |
                |-------|-----:|
                | nio   |    5 |
                | floor | 50 M |
                """, table.toString());
    }

    @Test
    void aSectionReplacesItsFormerSelfAlone(@TempDir Path folder) throws IOException {
        Document document = new Document(folder.resolve("docs"));
        document.section("one", "first");
        document.section("two", "second");
        document.section("one", "third");
        String text = Files.readString(folder.resolve("docs/benchmark.md"));
        assertTrue(
                text.endsWith(
                        "<!-- begin one -->\nthird\n<!-- end one -->\n\n<!-- begin two -->\nsecond\n<!-- end two -->\n"),
                text);
    }

    @Test
    void picturesAreWellFormed() throws Exception {
        assertEquals("svg", root(Plot.svg("a < b & c", "x", List.of(0.0, 10.0), List.of(1.0, 0.0))));
        BarChart chart = new BarChart("title").panel("one", "note", List.of(new BarChart.Bar("us", "ours", 1, "1")));
        assertEquals("svg", root(chart.svg()));
    }

    private static String root(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement()
                .getTagName();
    }
}
