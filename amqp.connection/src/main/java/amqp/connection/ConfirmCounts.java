// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/**
 * Counts of publishes by their {@link Verdict}.
 *
 * @param acked the broker took responsibility
 * @param nacked the broker refused them
 * @param returned mandatory messages that no queue accepted
 * @param unknown the channel or connection ended before their verdict arrived, or before they were sent
 */
public record ConfirmCounts(long acked, long nacked, long returned, long unknown) {
    /** No publishes. */
    public static final ConfirmCounts NONE = new ConfirmCounts(0, 0, 0, 0);

    /** Returns the sums of both. */
    public ConfirmCounts plus(ConfirmCounts other) {
        return new ConfirmCounts(
                acked + other.acked, nacked + other.nacked, returned + other.returned, unknown + other.unknown);
    }

    /** Returns the counts without the unknown ones. */
    public ConfirmCounts known() {
        return new ConfirmCounts(acked, nacked, returned, 0);
    }

    /** Returns whether no publish has another verdict than acked. */
    public boolean allAcked() {
        return nacked == 0 && returned == 0 && unknown == 0;
    }
}
