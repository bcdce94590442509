// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.connection.CloseReason;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/** Reasons of an end in amqp-client's words. */
final class ShutdownSignals {
    private ShutdownSignals() {}

    /** A connection ended, and with it its channels. */
    static ShutdownSignalException ofConnection(CloseReason reason, SdkConnection connection) {
        return signal(true, reason, connection);
    }

    /** One channel ended. */
    static ShutdownSignalException ofChannel(CloseReason reason, SdkChannel channel) {
        return signal(false, reason, channel);
    }

    private static ShutdownSignalException signal(boolean hard, CloseReason reason, Object reference) {
        boolean byApplication = reason instanceof CloseReason.ByApplication;
        Throwable cause = cause(reason);
        return cause == null
                ? new ShutdownSignalException(hard, byApplication, method(hard, reason), reference)
                : new ShutdownSignalException(
                        hard, byApplication, method(hard, reason), reference, reason.describe(), cause);
    }

    /** Null where no close method was sent or received. */
    private static @Nullable Method method(boolean hard, CloseReason reason) {
        if (reason instanceof CloseReason.ByPeer peer) {
            return close(hard, peer.code(), peer.text(), peer.classId(), peer.methodId());
        } else if (reason instanceof CloseReason.ByApplication application) {
            return close(hard, application.code(), application.text(), 0, 0);
        } else if (reason instanceof CloseReason.PeerViolation violation) {
            return close(hard, violation.code(), violation.detail(), 0, 0);
        }
        return null;
    }

    private static Method close(boolean hard, int code, String text, int classId, int methodId) {
        return hard
                ? new AMQP.Connection.Close.Builder()
                        .replyCode(code)
                        .replyText(text)
                        .classId(classId)
                        .methodId(methodId)
                        .build()
                : new AMQP.Channel.Close.Builder()
                        .replyCode(code)
                        .replyText(text)
                        .classId(classId)
                        .methodId(methodId)
                        .build();
    }

    private static @Nullable Throwable cause(CloseReason reason) {
        if (reason instanceof CloseReason.TransportLost lost) {
            return lost.cause();
        } else if (reason instanceof CloseReason.LostAtLogin lost) {
            return lost.cause();
        } else if (reason instanceof CloseReason.HeartbeatMissed missed) {
            return new MissedHeartbeatException(missed.describe());
        }
        return null;
    }
}
