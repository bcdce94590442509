// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

/** Counts how many publishes a confirm settles, whatever the mix of single and multiple ones. For one thread. */
final class Unconfirmed {
    private final boolean[] settled;
    private long oldest = 1;

    /**
     * @param window most publishes without a confirm
     */
    Unconfirmed(int window) {
        settled = new boolean[window];
    }

    /** Publishes that had no confirm before this one. */
    int settle(long tag, boolean multiple) {
        int count = 0;
        for (long each = multiple ? oldest : tag; each <= tag; each++) {
            int slot = (int) (each % settled.length);
            if (!settled[slot]) {
                settled[slot] = true;
                count++;
            }
        }
        for (int slot = (int) (oldest % settled.length); settled[slot]; slot = (int) (oldest % settled.length)) {
            settled[slot] = false;
            oldest++;
        }
        return count;
    }
}
