// SPDX-License-Identifier: MPL-2.0
package amqp.test.session;

/** What the broker does wrong because a test asks for it. On the broker's thread. */
public final class Faults {
    private int nacks;

    /** Has so many of the next publishes in confirm mode refused. */
    public void nackNext(int publishes) {
        nacks += publishes;
    }

    boolean nacks() {
        boolean now = nacks > 0;
        if (now) {
            nacks--;
        }
        return now;
    }
}
