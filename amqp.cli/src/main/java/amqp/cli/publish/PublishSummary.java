// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.json.Json;

import java.util.Locale;

/**
 * What became of the messages published.
 *
 * @param acked without confirms 0, and so are {@code nacked} and {@code unknown}
 */
record PublishSummary(long published, long acked, long nacked, long returned, long unknown, double seconds) {

    boolean isComplete() {
        return nacked == 0 && returned == 0 && unknown == 0;
    }

    String json() {
        return new Json()
                .object()
                .name("published")
                .value(published)
                .name("acked")
                .value(acked)
                .name("nacked")
                .value(nacked)
                .name("returned")
                .value(returned)
                .name("unknown")
                .value(unknown)
                .name("seconds")
                .value(seconds, 6)
                .endObject()
                .toString();
    }

    String text(boolean confirmed) {
        String verdicts = confirmed
                ? String.format(": %d acked, %d nacked, %d returned, %d unknown", acked, nacked, returned, unknown)
                : returned > 0 ? ": " + returned + " returned" : "";
        return String.format(Locale.ROOT, "published %d in %.3f s%s", published, seconds, verdicts);
    }
}
