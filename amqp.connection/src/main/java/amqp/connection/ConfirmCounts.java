// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/**
 * Counts of publishes by their {@link Verdict}.
 *
 * @param acked the broker took responsibility
 * @param nacked the broker could not take them
 * @param returned mandatory ones that had no queue to go to
 * @param unknown the channel or connection ended before their verdict, or before they were sent
 */
public record ConfirmCounts(long acked, long nacked, long returned, long unknown) {
    /** Of no publish at all. */
    public static final ConfirmCounts NONE = new ConfirmCounts(0, 0, 0, 0);

    /** Both together. */
    public ConfirmCounts plus(ConfirmCounts other) {
        return new ConfirmCounts(
                acked + other.acked, nacked + other.nacked, returned + other.returned, unknown + other.unknown);
    }

    /** Without the unknown ones. */
    public ConfirmCounts known() {
        return new ConfirmCounts(acked, nacked, returned, 0);
    }

    /** Whether no publish had another verdict than acked. */
    public boolean allAcked() {
        return nacked == 0 && returned == 0 && unknown == 0;
    }
}
