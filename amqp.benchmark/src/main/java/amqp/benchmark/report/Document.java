// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code benchmark.md}: each command writes its own section and leaves the others. A section stands between
 * two comments that bear its name.
 */
public final class Document {
    private static final String BEGINNING = """
            <!-- SPDX-License-Identifier: MPL-2.0 -->
            # Benchmarks

            Each section was written by the command that it names; the text around the sections is kept. Only the ratios
            within a table mean something elsewhere.
            """;

    private final Path folder;

    public Document(Path folder) {
        this.folder = folder;
    }

    /** Puts a section in place of the one before, or at the end. */
    public void section(String name, String markdown) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("benchmark.md");
        String text = Files.exists(file) ? Files.readString(file) : BEGINNING;
        Files.writeString(file, with(text, name, markdown));
    }

    /** Writes a file beside it. */
    public void picture(String name, String svg) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), svg);
    }

    static String with(String text, String name, String markdown) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        String section = begin + markdown.strip() + "\n" + end;
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            return text.stripTrailing() + "\n\n" + section;
        }
        return text.substring(0, from) + section + text.substring(to + end.length());
    }
}
