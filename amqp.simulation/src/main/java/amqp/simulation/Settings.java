// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.Address;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.LostPublishes;
import amqp.client.RecoveryOptions;
import amqp.client.WhileDisconnected;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionStrategy;
import amqp.reconnection.Reconnector.OnRefusal;
import java.time.Duration;
import java.util.stream.IntStream;

/** What one application has chosen. */
record Settings(
        int nodes,
        int heartbeat,
        long highWaterMark,
        long publishBuffer,
        long inboxBound,
        Duration callTimeout,
        Duration closeTimeout,
        Dispatch dispatch,
        boolean endless,
        TopologyFilter filter,
        RecoveryOptions recovery) {

    static Settings any(World world, Scenario scenario) {
        TopologyFilter filter = new TopologyFilter(world);
        boolean endless = !world.oneIn(10);
        return new Settings(
                scenario.nodes(),
                scenario.hasHeartbeat() ? 1 + world.random().nextInt(10) : 0,
                4000L << world.random().nextInt(8),
                1000L << world.random().nextInt(10),
                4000L << world.random().nextInt(8),
                Duration.ofSeconds(2 + world.random().nextInt(20)),
                Duration.ofSeconds(1 + world.random().nextInt(10)),
                world.oneIn(2) ? Dispatch.EXECUTOR : Dispatch.IO_THREAD,
                endless,
                filter,
                anyRecovery(world, endless, filter));
    }

    private static RecoveryOptions anyRecovery(World world, boolean endless, TopologyFilter filter) {
        if (world.oneIn(6)) {
            return RecoveryOptions.NONE;
        }
        RecoveryOptions.Builder recovery =
                RecoveryOptions.builder().strategy(anyStrategy(world, endless)).firstConnect(!world.oneIn(4));
        if (world.oneIn(3)) {
            recovery.resolver(new AnyResolver(world));
        }
        if (!world.oneIn(2)) {
            recovery.entityAttempts(1 + world.random().nextInt(4)).entityRetryDelay(world.upTo(Duration.ofSeconds(2)));
        }
        return recovery.reopenChannels(world.oneIn(3))
                .topology(filter)
                .onRefusal(any(world, OnRefusal.values()))
                .lostPublishes(world.oneIn(2) ? LostPublishes.UNKNOWN : LostPublishes.REPUBLISH)
                .whileDisconnected(any(world, WhileDisconnected.values()))
                .build();
    }

    /** With the chance of this world, and mostly without end. */
    private static ReconnectionStrategy anyStrategy(World world, boolean endless) {
        Duration most = world.upTo(Duration.ofSeconds(5));
        ReconnectionStrategy strategy = (round, elapsed, random) -> new Attempt.After(world.upTo(most));
        return endless ? strategy : strategy.atMost(1 + world.random().nextInt(5));
    }

    /** Whether a connection that was open may end for that reason by itself. */
    boolean mayEndFor(CloseReason reason) {
        boolean refused = reason instanceof CloseReason.ByPeer byPeer && byPeer.code() == ReplyCode.ACCESS_REFUSED;
        return recovery.equals(RecoveryOptions.NONE)
                || !endless
                || refused && recovery.onRefusal() == OnRefusal.GIVE_UP;
    }

    private static <T> T any(World world, T[] values) {
        return values[world.random().nextInt(values.length)];
    }

    boolean republishes() {
        return !recovery.equals(RecoveryOptions.NONE) && recovery.lostPublishes() == LostPublishes.REPUBLISH;
    }

    boolean buffers() {
        return !recovery.equals(RecoveryOptions.NONE) && recovery.whileDisconnected() == WhileDisconnected.BUFFER;
    }

    /** A command ends after so long at the latest, closing included. */
    Duration longestCall() {
        return callTimeout.plus(closeTimeout);
    }

    ConnectionOptions.Builder options(String name) {
        return ConnectionOptions.builder()
                .addresses(IntStream.range(0, nodes)
                        .mapToObj(node -> new Address("node" + node, Address.PORT))
                        .toList())
                .connectionName(name)
                .heartbeat(Duration.ofSeconds(heartbeat))
                .waterMarks(highWaterMark, highWaterMark / 4)
                .publishBuffer(publishBuffer)
                .inboxBound(inboxBound)
                .connectTimeout(Duration.ofSeconds(3))
                .handshakeTimeout(Duration.ofSeconds(5))
                .callTimeout(callTimeout)
                .closeTimeout(closeTimeout)
                .dispatch(dispatch)
                .recovery(recovery);
    }
}
