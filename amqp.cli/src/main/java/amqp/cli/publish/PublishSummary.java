// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.terminal.JsonText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What became of the messages published.
 *
 * @param confirmed without confirms 0, and so are {@code nacked} and {@code unknown}
 */
record PublishSummary(long published, long confirmed, long nacked, long returned, long unknown, double seconds) {

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("published", published);
        members.put("confirmed", confirmed);
        members.put("nacked", nacked);
        members.put("returned", returned);
        members.put("unknown", unknown);
        members.put("seconds", JsonText.rounded(seconds, 6));
        return JsonText.of(members);
    }

    String text(boolean confirming) {
        String verdicts = confirming
                ? ": " + confirmed + " confirmed, " + nacked + " nacked, " + returned + " returned, " + unknown
                        + " unknown"
                : returned > 0 ? ": " + returned + " returned" : "";
        return String.format(Locale.ROOT, "published %d in %.3f s%s", published, seconds, verdicts);
    }
}
