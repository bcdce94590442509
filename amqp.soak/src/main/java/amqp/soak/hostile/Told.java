// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.codec.AmqpException;
import amqp.soak.findings.Findings;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Judges what reaches the application: texts for people, and exceptions. */
final class Told {
    /** Of the user that logs in. */
    static final String PASSWORD = "s3cr3t-of-the-hostile-run";

    private static final String BIDIRECTIONAL = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
    private static final String LINE_ENDS = "\u2028\u2029";

    private Told() {}

    /** One line for people: nothing secret, nothing that a terminal obeys. */
    static void check(String where, String text, Findings findings) {
        if (text == null) return;
        if (text.contains(PASSWORD)) findings.add(where + " has the password");
        text.chars()
                .filter(each -> Character.isISOControl(each)
                        || BIDIRECTIONAL.indexOf(each) >= 0
                        || LINE_ENDS.indexOf(each) >= 0)
                .findFirst()
                .ifPresent(each -> findings.add(where
                        + " has the control character U+%04X: ".formatted(each)
                        + text.replaceAll("[^ -~]", "?")));
    }

    /** An exception that the application gets: of the library's own tree. */
    static void check(String where, Throwable thrown, Findings findings) {
        var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (!(cause instanceof AmqpException)) findings.add(where + " failed with a foreign exception", cause);
        // What caused it is told as it is, but a fault of the library's own has no place there.
        for (var each = cause; each != null && !(each instanceof IOException); each = each.getCause()) {
            check(where + " failed with a message that", each.getMessage(), findings);
            if (each != cause && !(each instanceof AmqpException)) findings.add(where + " has a foreign cause", cause);
        }
    }
}
