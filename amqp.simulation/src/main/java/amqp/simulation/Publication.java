// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.PublishCallback;
import amqp.connection.Verdict;

/** One message that a channel has accepted, and the verdicts on it. */
final class Publication implements PublishCallback {
    private final World world;
    private final ChannelUser channel;
    private final long number;
    private final boolean confirmed;
    private Verdict verdict;
    private boolean refused;

    Publication(World world, ChannelUser channel, long number, boolean confirmed) {
        this.world = world;
        this.channel = channel;
        this.number = number;
        this.confirmed = confirmed;
    }

    String id() {
        return channel.key() + ":" + number;
    }

    static String key(String id) {
        return id.substring(0, id.indexOf(':'));
    }

    static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf(':') + 1));
    }

    ChannelUser channel() {
        return channel;
    }

    /** The channel did not take it: nothing may be heard of it. */
    void refused() {
        refused = true;
    }

    /** Whether a verdict is due. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** Whether the broker may get it several times. */
    boolean mayRepeat() {
        return channel.mayConfirm() && channel.application().settings().republishes();
    }

    /** Whether it should have been published again: its channel has always come back with its connection alone. */
    boolean isForgotten() {
        return verdict == Verdict.UNKNOWN
                && channel.mode() == ChannelUser.Mode.CONFIRMING
                && channel.application().settings().republishes()
                && !channel.application().settings().recovery().reopenChannels();
    }

    boolean isSettled() {
        return verdict != null;
    }

    boolean is(Verdict expected) {
        return verdict == expected;
    }

    @Override
    public void settled(Verdict told) {
        world.trace("%s is %s", id(), told);
        if (refused) {
            world.violated(Invariant.ONE_VERDICT, id() + " was not accepted and now is " + told);
        }
        if (verdict != null) {
            world.violated(Invariant.ONE_VERDICT, id() + " was " + verdict + " and now is " + told);
        }
        channel.application().called("a verdict on " + id());
        verdict = told;
        channel.application().mayFail();
    }

    @Override
    public String toString() {
        return id() + (confirmed ? " (" + verdict + ")" : "");
    }
}
