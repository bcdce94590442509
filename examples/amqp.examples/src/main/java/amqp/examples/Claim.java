// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import java.util.Objects;

/** What an example says that it shows, checked: a wrong outcome ends it with an exception. */
final class Claim {
    private Claim() {}

    static void equal(Object expected, Object found, String what) {
        if (!Objects.equals(expected, found)) {
            throw new IllegalStateException(what + ": " + found + " instead of " + expected);
        }
    }
}
