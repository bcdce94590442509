// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.ConnectionState;
import java.util.HashMap;
import java.util.Map;

/**
 * What the client holds at least: octets that the application gave and that have not left. Bodies alone are counted on
 * one side and everything on the other, so that the true number is never less.
 */
final class Memory {
    private final Application application;
    private final SimulatedAdapter adapter;
    private final Settings settings;
    private final long bound;
    private Link counted;
    private final Map<ChannelUser, Long> accepted = new HashMap<>();
    private final Map<ChannelUser, Long> buffered = new HashMap<>();
    private int openings;

    Memory(Application application, SimulatedAdapter adapter, Settings settings) {
        this.application = application;
        this.adapter = adapter;
        this.settings = settings;
        // As much may wait beyond the water mark, and be kept for full windows, as may be kept during a loss.
        long kept = settings.publishBuffer();
        this.bound = Math.max(settings.highWaterMark(), kept) + kept + SimulatedTransport.BUFFER;
    }

    /** A message was accepted. */
    void accepted(ChannelUser channel, int octets) {
        window(channel);
        if (application.state() == ConnectionState.RECONNECTING) {
            buffered(channel, octets);
        } else {
            buffered.clear();
            sent(channel, octets);
        }
    }

    /** Those that the broker has not answered are without a verdict, whatever else is. */
    private void window(ChannelUser channel) {
        Link link = adapter.link();
        if (link == null || channel.window() == 0 || !channel.channel().isOpen()) {
            return;
        }
        int unanswered = link.session().unanswered(channel.channel().number());
        if (unanswered > channel.window()) {
            application
                    .world()
                    .violated(
                            Invariant.BOUNDED_MEMORY,
                            channel + " has " + unanswered + " publishes without a verdict, its window is "
                                    + channel.window());
        }
    }

    /** What was kept until then is sent; it may have been kept after the broker had opened the connection. */
    void recovered() {
        buffered.clear();
    }

    /** What channels keep that are still there. */
    private void buffered(ChannelUser channel, int octets) {
        if (openings != adapter.openings(application.toString())) {
            openings = adapter.openings(application.toString());
            buffered.clear();
        }
        buffered.keySet().removeIf(ChannelUser::isClosed);
        long kept = buffered.values().stream().mapToLong(Long::longValue).sum();
        // What a channel kept goes with it, before the application is told.
        boolean mayBuffer = settings.buffers()
                && (kept < settings.publishBuffer() || adapter.hasClosedChannels(application.toString()));
        if (!mayBuffer) {
            application
                    .world()
                    .violated(
                            Invariant.BOUNDED_MEMORY,
                            application + " could publish while disconnected and while " + kept + " bytes were kept");
        }
        buffered.merge(channel, (long) octets, Long::sum);
    }

    private void sent(ChannelUser channel, int octets) {
        Link link = adapter.link();
        if (link == null) {
            return;
        }
        if (link != counted) {
            counted = link;
            accepted.clear();
        }
        if (held() > bound) {
            forgetDropped();
        }
        if (held() > bound) {
            application
                    .world()
                    .violated(
                            Invariant.BOUNDED_MEMORY,
                            application + " could publish while " + held() + " bytes wait, the bound is " + bound);
        }
        accepted.merge(channel, (long) octets, Long::sum);
    }

    private long held() {
        long all = accepted.values().stream().mapToLong(Long::longValue).sum();
        return all - counted.up().written();
    }

    /** What waits on a channel goes with it, though it was never sent. One that is reopened does not tell of its end. */
    private void forgetDropped() {
        if (settings.recovery().reopenChannels() && adapter.hasClosedChannels(application.toString())) {
            accepted.clear();
        } else {
            accepted.keySet().removeIf(channel -> !channel.channel().isOpen());
        }
    }
}
