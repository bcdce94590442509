// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import java.lang.module.ModuleDescriptor.Version;
import java.util.regex.Pattern;

/**
 * Some versions of an artifact have a known fault. As a line of the file: {@code id | group:artifact | range | what}, where
 * the range is written as the advisories' own pages do, {@code >= 1.0, < 1.2}.
 *
 * @param id the number of the CVE, or of the advisory where it has none
 * @param artifact {@code group:artifact}
 * @param introduced the first version, "0" for all
 * @param end what follows the last, or the last itself
 * @param endsBefore whether {@code end} is the first version without the fault
 */
record Advisory(String id, String artifact, String introduced, String end, boolean endsBefore, String what) {
    private static final Pattern LINE = Pattern.compile("(\\S+) \\| (\\S+:\\S+) \\| >= (\\S+), (<=?) (\\S+) \\| (.+)");

    static Advisory of(String line) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) throw new AssertionError("No advisory: " + line);
        return new Advisory(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                parts.group(5),
                parts.group(4).equals("<"),
                parts.group(6));
    }

    boolean affects(String version) {
        var asked = Version.parse(version);
        int toEnd = asked.compareTo(Version.parse(end));
        return asked.compareTo(Version.parse(introduced)) >= 0 && (endsBefore ? toEnd < 0 : toEnd <= 0);
    }

    @Override
    public String toString() {
        return id + " | " + artifact + " | >= " + introduced + (endsBefore ? ", < " : ", <= ") + end + " | " + what;
    }
}
