// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.Objects;

/**
 * How to open a channel.
 *
 * @param dispatch where its callbacks run
 * @param number the channel number, 1 to the negotiated channel-max; 0 for the lowest free one
 * @param pipelined whether commands are sent back to back instead of one after the reply to the other. Many declares
 *     then take a few round trips rather than one each; when one fails, the channel closes, and those behind it fail
 *     with its reason although the broker may have got them
 * @param publishWindow how many publishes in confirm mode may be without a verdict before publishing waits; 0 for no
 *     bound
 */
public record ChannelOptions(Dispatch dispatch, int number, boolean pipelined, int publishWindow) {
    private static final int HIGHEST_NUMBER = 65_535;

    /** On the executor, the lowest free number, one command after the other, no window. */
    public static final ChannelOptions DEFAULT = of(Dispatch.EXECUTOR);

    public ChannelOptions {
        Objects.requireNonNull(dispatch, "dispatch");
        if (number < 0 || number > HIGHEST_NUMBER) {
            throw new IllegalArgumentException(
                    "a channel number is 1 to 65535, or 0 for the lowest free one, not " + number);
        }
        if (publishWindow < 0) {
            throw new IllegalArgumentException(
                    "a publish window is 1 or more, or 0 for no bound, not " + publishWindow);
        }
    }

    /** The defaults with callbacks somewhere else. */
    public static ChannelOptions of(Dispatch dispatch) {
        return new ChannelOptions(dispatch, 0, false, 0);
    }

    public ChannelOptions withDispatch(Dispatch where) {
        return new ChannelOptions(where, number, pipelined, publishWindow);
    }

    public ChannelOptions withNumber(int channel) {
        return new ChannelOptions(dispatch, channel, pipelined, publishWindow);
    }

    public ChannelOptions withPipelined(boolean on) {
        return new ChannelOptions(dispatch, number, on, publishWindow);
    }

    public ChannelOptions withPublishWindow(int publishes) {
        return new ChannelOptions(dispatch, number, pipelined, publishes);
    }
}
